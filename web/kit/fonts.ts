/** Adds the style sheet of the shipped Chinese font. Only devices without a Chinese font of their own then fetch glyphs, part by part. */
export function offerChineseFont(): void {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = __FONT_CSS__
  document.head.append(link)
}

/**
 * Where this device draws Chinese with the shipped font, fetches the parts that `text` needs, so that they are there without network later.
 * Does nothing on devices with a font of their own.
 */
export async function keepFontFor(text: string): Promise<void> {
  const shipped = [...document.fonts].some((face) => face.status === 'loaded' && face.family.includes('Noto Sans SC'))
  // Without network now, the parts are asked for again at the next start.
  if (shipped) await Promise.all(['400', '600'].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans SC"`, text).catch(() => [])))
}

declare const __FONT_CSS__: string
