/** A picture as it will be sent: drawn anew on this phone, so that neither place nor camera leave it. */
export interface Shot {
  id: string
  jpeg: ArrayBuffer
  /** For showing; revoke it when the shot is removed. */
  href: string
}

const SIDE_MAX = 2048

export const shotOf = (jpeg: ArrayBuffer): Shot => ({ id: crypto.randomUUID(), jpeg, href: URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' })) })

/** Turned upright and at most 2048 px a side; throws for what is no picture. */
export async function takeShot(file: Blob): Promise<Shot> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
  if (blob === null) throw new Error('the picture could not be drawn')
  return shotOf(await blob.arrayBuffer())
}
