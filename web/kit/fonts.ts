/** Adds the style sheet of the shipped Chinese font. Only devices without a Chinese font of their own then fetch glyphs, part by part. */
export function offerChineseFont(): void {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = __FONT_CSS__
  document.head.append(link)
}

declare const __FONT_CSS__: string
