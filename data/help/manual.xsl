<?xml version="1.0" encoding="UTF-8"?>
<!-- A page of the manual (Mallard) as HTML without script. A link to a page or section that is not there ends
     the build. Parameters:
       pages    all pages in the order in which they are read, index first
       folder   where they are, absolute
       suffix   between name and .html: empty, or of a language, as in .es
       language of the page
       part     yes: only what is inside of main, without links to other pages, for another frame -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:mal="http://projectmallard.org/1.0/" xmlns:str="http://exslt.org/strings"
                exclude-result-prefixes="mal str">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:strip-space elements="mal:page mal:section mal:info mal:list mal:steps mal:terms mal:table mal:thead
                             mal:tbody mal:tr mal:td mal:th mal:item mal:figure mal:note mal:media"/>

  <xsl:param name="pages"/>
  <xsl:param name="folder"/>
  <xsl:param name="suffix"/>
  <xsl:param name="language" select="'en'"/>
  <xsl:param name="part" select="'no'"/>

  <xsl:variable name="names" select="str:tokenize($pages, ' ')"/>
  <xsl:variable name="words" select="document(concat('file://', $folder, '/words.xml'))/words"/>
  <xsl:variable name="here" select="/mal:page/@id"/>

  <!-- The frame -->

  <xsl:template match="/">
    <xsl:choose>
      <xsl:when test="$part = 'yes'">
        <article class="method" lang="{$language}"><xsl:apply-templates select="mal:page/*"/></article>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="document"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="document">
    <html lang="{$language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>
          <xsl:value-of select="mal:page/mal:title"/>
          <xsl:if test="$here != 'index'"> – <xsl:value-of select="$words/word[@id='manual']"/></xsl:if>
        </title>
        <link rel="stylesheet" href="manual.css"/>
      </head>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="$words/word[@id='skip']"/></a>
        <nav aria-label="{$words/word[@id='contents']}">
          <p class="brand"><a href="index{$suffix}.html"><xsl:value-of select="$words/word[@id='manual']"/></a></p>
          <xsl:call-template name="contents"/>
        </nav>
        <main id="main" tabindex="-1">
          <xsl:apply-templates select="mal:page/*"/>
          <xsl:call-template name="neighbours"/>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="contents">
    <ol>
      <xsl:variable name="sections" select="/mal:page/mal:section[@id]"/>
      <xsl:for-each select="$names[position() &gt; 1]">
        <li>
          <xsl:choose>
            <xsl:when test=". = $here">
              <a href="{.}{$suffix}.html" aria-current="page"><xsl:call-template name="title"/></a>
              <xsl:if test="count($sections) &gt; 1 and count($sections) &lt; 14">
                <ul>
                  <xsl:for-each select="$sections">
                    <li><a href="#{@id}"><xsl:value-of select="mal:title"/></a></li>
                  </xsl:for-each>
                </ul>
              </xsl:if>
            </xsl:when>
            <xsl:otherwise>
              <a href="{.}{$suffix}.html"><xsl:call-template name="title"/></a>
            </xsl:otherwise>
          </xsl:choose>
        </li>
      </xsl:for-each>
    </ol>
  </xsl:template>

  <!-- The title of the page that is named by the current node. -->
  <xsl:template name="title">
    <xsl:value-of select="document(concat('file://', $folder, '/', ., '.page'))/mal:page/mal:title"/>
  </xsl:template>

  <xsl:template name="neighbours">
    <xsl:variable name="position" select="count($names[. = $here]/preceding-sibling::*) + 1"/>
    <p class="neighbours">
      <xsl:for-each select="$names[position() = $position - 1]">
        <a class="before" href="{.}{$suffix}.html">
          <small><xsl:value-of select="$words/word[@id='before']"/></small>
          <xsl:call-template name="title"/>
        </a>
      </xsl:for-each>
      <xsl:for-each select="$names[position() = $position + 1]">
        <a class="after" href="{.}{$suffix}.html">
          <small><xsl:value-of select="$words/word[@id='after']"/></small>
          <xsl:call-template name="title"/>
        </a>
      </xsl:for-each>
    </p>
  </xsl:template>

  <!-- The index: a card for each page. -->
  <xsl:template match="mal:page[@id='index']/mal:section[@id='pages']">
    <ul class="cards">
      <xsl:for-each select="$names[position() &gt; 1]">
        <li>
          <a href="{.}{$suffix}.html"><xsl:call-template name="title"/></a>
          <p>
            <xsl:value-of select="document(concat('file://', $folder, '/', ., '.page'))/mal:page/mal:info/mal:desc"/>
          </p>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- Blocks -->

  <xsl:template match="mal:info"/>

  <xsl:template match="mal:page/mal:title">
    <h1><xsl:apply-templates/></h1>
  </xsl:template>

  <xsl:template match="mal:section">
    <section>
      <xsl:copy-of select="@id"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <xsl:template match="mal:section/mal:title">
    <xsl:element name="h{count(ancestor::mal:section) + 1}"><xsl:apply-templates/></xsl:element>
  </xsl:template>

  <xsl:template match="mal:p">
    <p>
      <xsl:if test="@style"><xsl:attribute name="class"><xsl:value-of select="@style"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </p>
  </xsl:template>

  <xsl:template match="mal:list">
    <ul><xsl:apply-templates/></ul>
  </xsl:template>

  <xsl:template match="mal:steps">
    <ol class="steps"><xsl:apply-templates/></ol>
  </xsl:template>

  <xsl:template match="mal:item">
    <li><xsl:apply-templates/></li>
  </xsl:template>

  <xsl:template match="mal:terms">
    <dl><xsl:apply-templates/></dl>
  </xsl:template>

  <xsl:template match="mal:terms/mal:item">
    <div>
      <xsl:copy-of select="@id"/>
      <xsl:apply-templates select="mal:title"/>
      <dd><xsl:apply-templates select="*[not(self::mal:title)]"/></dd>
    </div>
  </xsl:template>

  <xsl:template match="mal:terms/mal:item/mal:title">
    <dt><xsl:apply-templates/></dt>
  </xsl:template>

  <xsl:template match="mal:note">
    <aside class="note {@style}" role="note">
      <xsl:apply-templates/>
    </aside>
  </xsl:template>

  <xsl:template match="mal:note/mal:title">
    <p class="heading"><xsl:apply-templates/></p>
  </xsl:template>

  <xsl:template match="mal:code">
    <xsl:choose>
      <xsl:when test="parent::mal:p or parent::mal:title">
        <code><xsl:apply-templates/></code>
      </xsl:when>
      <xsl:otherwise>
        <pre tabindex="0"><code><xsl:apply-templates/></code></pre>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Tables. Digits are set in columns where the table says style="numbers". -->

  <xsl:template match="mal:table">
    <div class="table">
      <table>
        <xsl:if test="@style"><xsl:attribute name="class"><xsl:value-of select="@style"/></xsl:attribute></xsl:if>
        <xsl:if test="parent::mal:figure/mal:title">
          <caption><xsl:apply-templates select="../mal:title/node()"/></caption>
        </xsl:if>
        <xsl:apply-templates/>
      </table>
    </div>
  </xsl:template>

  <!-- A figure of a table gives it its title. -->
  <xsl:template match="mal:figure[mal:table]">
    <xsl:apply-templates select="mal:table"/>
  </xsl:template>

  <xsl:template match="mal:thead">
    <thead><xsl:apply-templates/></thead>
  </xsl:template>

  <xsl:template match="mal:tbody">
    <tbody><xsl:apply-templates/></tbody>
  </xsl:template>

  <xsl:template match="mal:tr">
    <tr><xsl:apply-templates/></tr>
  </xsl:template>

  <xsl:template match="mal:th">
    <th scope="row"><xsl:apply-templates select="*/node()"/></th>
  </xsl:template>

  <xsl:template match="mal:thead/mal:tr/mal:th">
    <th scope="col"><xsl:apply-templates select="*/node()"/></th>
  </xsl:template>

  <xsl:template match="mal:td">
    <td><xsl:apply-templates/></td>
  </xsl:template>

  <xsl:template match="mal:td[count(*) = 1 and mal:p]">
    <td>
      <xsl:if test="mal:p/@style"><xsl:attribute name="class"><xsl:value-of select="mal:p/@style"/></xsl:attribute></xsl:if>
      <xsl:apply-templates select="mal:p/node()"/>
    </td>
  </xsl:template>

  <!-- Pictures: NAME.png stands for NAME-light.png and NAME-dark.png; on paper always the light one. -->

  <xsl:template match="mal:figure">
    <figure>
      <xsl:apply-templates select="mal:media"/>
      <xsl:apply-templates select="mal:title"/>
    </figure>
  </xsl:template>

  <xsl:template match="mal:figure/mal:title">
    <figcaption><xsl:apply-templates/></figcaption>
  </xsl:template>

  <xsl:template match="mal:media[@type='image']">
    <xsl:variable name="name" select="substring-before(@src, '.png')"/>
    <xsl:variable name="alt"><xsl:value-of select="normalize-space(mal:p)"/></xsl:variable>
    <picture>
      <xsl:if test="not(contains(@style, 'light-only'))">
        <source srcset="{$name}-dark.png" media="screen and (prefers-color-scheme: dark)"/>
      </xsl:if>
      <img src="{$name}-light.png" alt="{$alt}"/>
    </picture>
  </xsl:template>

  <!-- Words -->

  <xsl:template match="mal:link[@xref]">
    <xsl:variable name="page">
      <xsl:if test="starts-with(@xref, '#')"><xsl:value-of select="$here"/></xsl:if>
      <xsl:value-of select="substring-before(concat(@xref, '#'), '#')"/>
    </xsl:variable>
    <xsl:variable name="section" select="substring-after(@xref, '#')"/>
    <xsl:variable name="file" select="document(concat('file://', $folder, '/', $page, '.page'))"/>
    <xsl:if test="not($names[. = $page])">
      <xsl:message terminate="yes">“<xsl:value-of select="$here"/>” links to “<xsl:value-of select="@xref"/>”, which is no page.</xsl:message>
    </xsl:if>
    <xsl:if test="$section != '' and not($file//*[@id = $section])">
      <xsl:message terminate="yes">“<xsl:value-of select="$here"/>” links to “<xsl:value-of select="@xref"/>”, which is no section.</xsl:message>
    </xsl:if>
    <xsl:variable name="text">
      <xsl:choose>
        <xsl:when test="node()"><xsl:apply-templates/></xsl:when>
        <xsl:when test="$section != ''"><xsl:value-of select="$file//*[@id = $section]/mal:title"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$file/mal:page/mal:title"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$page = $here"><a href="#{$section}"><xsl:copy-of select="$text"/></a></xsl:when>
      <xsl:when test="$part = 'yes'"><xsl:copy-of select="$text"/></xsl:when>
      <xsl:when test="$section != ''"><a href="{$page}{$suffix}.html#{$section}"><xsl:copy-of select="$text"/></a></xsl:when>
      <xsl:otherwise><a href="{$page}{$suffix}.html"><xsl:copy-of select="$text"/></a></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="mal:em"><b><xsl:apply-templates/></b></xsl:template>
  <xsl:template match="mal:gui"><span class="gui"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="mal:guiseq"><span class="guiseq"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="mal:key"><kbd><xsl:apply-templates/></kbd></xsl:template>
  <xsl:template match="mal:keyseq"><span class="keyseq"><xsl:apply-templates/></span></xsl:template>
  <xsl:template match="mal:file | mal:cmd | mal:input | mal:sys"><code><xsl:apply-templates/></code></xsl:template>

  <!-- Every element that is used has its rule. -->
  <xsl:template match="mal:*" priority="-1">
    <xsl:message terminate="yes">“<xsl:value-of select="$here"/>” has an element without a rule in manual.xsl: <xsl:value-of select="name()"/>.</xsl:message>
  </xsl:template>
</xsl:stylesheet>
