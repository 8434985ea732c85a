<?xml version="1.0" encoding="UTF-8"?>
<!-- The manual's page of one kind of record, as Mallard, from its definition (data/records/KIND.xml). Parameters:
       codelists  the folder of the lists, absolute
       words      the words around, absolute -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://projectmallard.org/1.0/"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="str">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:strip-space elements="*"/>

  <xsl:param name="codelists"/>
  <xsl:param name="words"/>

  <xsl:variable name="w" select="document(concat('file://', $words))/words"/>
  <xsl:variable name="kind" select="/kind"/>

  <xsl:template match="kind">
    <page type="topic" id="fields-{@id}" version="1.1">
      <info><desc><xsl:value-of select="$w/word[@id='fields-desc']"/></desc></info>
      <title>
        <xsl:value-of select="concat($w/word[@id='fields-of'], ' ')"/>
        <xsl:call-template name="quote"><xsl:with-param name="text" select="label"/></xsl:call-template>
      </title>
      <p><xsl:value-of select="$w/word[@id='fields-intro']"/></p>
      <p>
        <xsl:value-of select="concat($w/word[@id='logs'], ' ')"/>
        <xsl:for-each select="str:tokenize(@logs, ' ')">
          <xsl:if test="position() &gt; 1"><xsl:value-of select="concat(' ', $w/word[@id='or'], ' ')"/></xsl:if>
          <xsl:value-of select="$w/word[@id=concat('log-', current())]"/>
        </xsl:for-each>
        <xsl:text>. </xsl:text>
        <xsl:value-of select="concat($w/word[@id='kept-before'], ' ', @keep-months, ' ', $w/word[@id='kept-after'])"/>
      </p>
      <xsl:apply-templates select="group"/>
    </page>
  </xsl:template>

  <xsl:template match="group">
    <section id="group-{@id}">
      <title><xsl:value-of select="label"/></title>
      <xsl:if test="hint"><p><xsl:value-of select="hint"/></p></xsl:if>
      <xsl:if test="@applies">
        <p>
          <xsl:value-of select="concat($w/word[@id='only-if'], ' ')"/>
          <xsl:call-template name="condition"><xsl:with-param name="text" select="@applies"/></xsl:call-template>
          <xsl:text>.</xsl:text>
        </p>
      </xsl:if>
      <table style="fields">
        <thead>
          <tr>
            <th><p><xsl:value-of select="$w/word[@id='field']"/></p></th>
            <th><p><xsl:value-of select="$w/word[@id='what']"/></p></th>
            <th><p><xsl:value-of select="$w/word[@id='when']"/></p></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="field"/></tbody>
      </table>
      <xsl:apply-templates select=".//rule | ../rule[@field = current()//field/@id]"/>
    </section>
  </xsl:template>

  <xsl:template match="field">
    <tr>
      <th>
        <p>
          <xsl:if test="parent::field"><xsl:value-of select="concat(../label, ' – ')"/></xsl:if>
          <xsl:value-of select="label"/>
        </p>
      </th>
      <td>
        <p>
          <xsl:call-template name="what"/>
          <xsl:if test="hint"><xsl:value-of select="concat(' ', hint, '.')"/></xsl:if>
          <xsl:if test="@written-by"><xsl:value-of select="concat(' ', $w/word[@id = current()/@written-by])"/></xsl:if>
          <xsl:if test="@countable = 'yes'"><xsl:value-of select="concat(' ', $w/word[@id='counted'])"/></xsl:if>
        </p>
      </td>
      <td>
        <p>
          <xsl:choose>
            <xsl:when test="@applies">
              <xsl:value-of select="concat($w/word[@id='if'], ' ')"/>
              <xsl:call-template name="condition"><xsl:with-param name="text" select="@applies"/></xsl:call-template>
              <xsl:text>.</xsl:text>
            </xsl:when>
            <xsl:when test="parent::field">
              <xsl:value-of select="concat($w/word[@id='in-row'], ' ')"/>
              <xsl:call-template name="quote"><xsl:with-param name="text" select="../label"/></xsl:call-template>
              <xsl:text>.</xsl:text>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="concat($w/word[@id='always'], '.')"/></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="@required = 'yes'"><xsl:value-of select="concat(' ', $w/word[@id='required'])"/></xsl:if>
        </p>
      </td>
    </tr>
    <xsl:apply-templates select="field"/>
  </xsl:template>

  <xsl:template name="what">
    <xsl:choose>
      <xsl:when test="@type = 'code' or @type = 'codes'">
        <xsl:choose>
          <xsl:when test="@type = 'code'"><xsl:value-of select="$w/word[@id='one-of']"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$w/word[@id='any-of']"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <link xref="lists#{@codelist}">
          <xsl:call-template name="quote">
            <xsl:with-param name="text" select="document(concat('file://', $codelists, '/', @codelist, '.xml'))/codelist/label"/>
          </xsl:call-template>
        </link>
        <xsl:text>.</xsl:text>
      </xsl:when>
      <xsl:when test="@type = 'date' and @past = 'yes'"><xsl:value-of select="concat($w/word[@id='date-past'], '.')"/></xsl:when>
      <xsl:when test="@type = 'date'"><xsl:value-of select="concat($w/word[@id='date'], '.')"/></xsl:when>
      <xsl:when test="@type = 'count' and @max"><xsl:value-of select="concat($w/word[@id='count-max'], ' ', @max, '.')"/></xsl:when>
      <xsl:when test="@type = 'count'"><xsl:value-of select="concat($w/word[@id='count'], '.')"/></xsl:when>
      <xsl:when test="@type = 'text'"><xsl:value-of select="concat($w/word[@id='text'], '.')"/></xsl:when>
      <xsl:when test="@type = 'notes'"><xsl:value-of select="$w/word[@id='notes']"/></xsl:when>
      <xsl:when test="@type = 'rows'"><xsl:value-of select="concat($w/word[@id='rows'], '.')"/></xsl:when>
      <xsl:otherwise>
        <xsl:message terminate="yes">The manual has no words for a field of type “<xsl:value-of select="@type"/>”.</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="rule">
    <note style="important">
      <p><xsl:value-of select="concat($w/word[@id='rule'], ' ', message)"/></p>
    </note>
  </xsl:template>

  <!-- "type in A B and age in MINOR": “Type” is “a” or “b” and “Age” is “Under 18” -->
  <xsl:template name="condition">
    <xsl:param name="text"/>
    <xsl:variable name="field" select="substring-before($text, ' in ')"/>
    <xsl:variable name="rest" select="substring-after($text, ' in ')"/>
    <xsl:variable name="codes" select="substring-before(concat($rest, ' and '), ' and ')"/>
    <!-- A column of the same rows comes before a field of the record, as in the program. -->
    <xsl:variable name="beside" select="../field[@id = $field]"/>
    <xsl:variable name="definition" select="($beside | $kind/group/field[@id = $field][not($beside)])[1]"/>
    <xsl:variable name="list" select="document(concat('file://', $codelists, '/', $definition/@codelist, '.xml'))/codelist"/>
    <xsl:call-template name="quote"><xsl:with-param name="text" select="$definition/label"/></xsl:call-template>
    <xsl:value-of select="concat(' ', $w/word[@id='is'], ' ')"/>
    <xsl:for-each select="str:tokenize($codes, ' ')">
      <xsl:choose>
        <xsl:when test="position() = 1"/>
        <xsl:when test="position() = last()"><xsl:value-of select="concat(' ', $w/word[@id='or'], ' ')"/></xsl:when>
        <xsl:otherwise><xsl:text>, </xsl:text></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="quote">
        <xsl:with-param name="text" select="$list/*[@id = current()]/label"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="contains($rest, ' and ')">
      <xsl:value-of select="concat(' ', $w/word[@id='and'], ' ')"/>
      <xsl:call-template name="condition">
        <xsl:with-param name="text" select="substring-after($rest, ' and ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="quote">
    <xsl:param name="text"/>
    <xsl:if test="normalize-space($text) = ''">
      <xsl:message terminate="yes">A condition of “<xsl:value-of select="$kind/@id"/>” names a field or code that has no label.</xsl:message>
    </xsl:if>
    <xsl:value-of select="concat($w/word[@id='quote-begin'], $text, $w/word[@id='quote-end'])"/>
  </xsl:template>
</xsl:stylesheet>
