<?xml version="1.0" encoding="UTF-8"?>
<!-- The manual's page of all lists, as Mallard. Applied to the words around. Parameters:
       codelists  the folder of the lists, absolute
       names      their names -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://projectmallard.org/1.0/"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="str">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:strip-space elements="*"/>

  <xsl:param name="codelists"/>
  <xsl:param name="names"/>

  <xsl:variable name="w" select="/words"/>

  <xsl:template match="/">
    <page type="topic" id="lists" version="1.1">
      <info><desc><xsl:value-of select="$w/word[@id='lists-desc']"/></desc></info>
      <title><xsl:value-of select="$w/word[@id='lists']"/></title>
      <p><xsl:value-of select="$w/word[@id='lists-intro']"/></p>
      <xsl:for-each select="str:tokenize($names, ' ')">
        <xsl:apply-templates select="document(concat('file://', $codelists, '/', ., '.xml'))/codelist"/>
      </xsl:for-each>
    </page>
  </xsl:template>

  <xsl:template match="codelist">
    <section id="{@id}">
      <title><xsl:value-of select="label"/></title>
      <xsl:if test="@local = 'yes'"><p><xsl:value-of select="$w/word[@id='local']"/></p></xsl:if>
      <table style="codes">
        <thead>
          <tr>
            <th><p><xsl:value-of select="$w/word[@id='choice']"/></p></th>
            <th><p><xsl:value-of select="$w/word[@id='code']"/></p></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="code"/></tbody>
      </table>
      <xsl:apply-templates select="group"/>
    </section>
  </xsl:template>

  <xsl:template match="code">
    <tr>
      <th>
        <p><xsl:value-of select="label"/></p>
      </th>
      <td>
        <p>
          <code><xsl:value-of select="@id"/></code>
          <xsl:if test="@typed = 'no'"><xsl:value-of select="concat(' ', $w/word[@id='imported-only'])"/></xsl:if>
        </p>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="group">
    <p>
      <xsl:value-of select="concat($w/word[@id='group'], ' ', $w/word[@id='quote-begin'], label, $w/word[@id='quote-end'], ': ')"/>
      <xsl:for-each select="../code[contains(concat(' ', @in, ' '), concat(' ', current()/@id, ' '))]">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:value-of select="label"/>
      </xsl:for-each>
      <xsl:text>.</xsl:text>
    </p>
  </xsl:template>
</xsl:stylesheet>
