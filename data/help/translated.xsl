<?xml version="1.0" encoding="UTF-8"?>
<!-- msgfmt puts a translation beside each text: here it takes the text's place. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@* | node()">
    <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
  </xsl:template>
  <xsl:template match="@xml:lang"/>
  <xsl:template match="*[not(@xml:lang)][following-sibling::*[1]/@xml:lang]
                        [name() = name(following-sibling::*[1])]"/>
</xsl:stylesheet>
