import sharp from 'sharp'

const STREET = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
  <rect width="1600" height="1200" fill="#1d2430"/><rect y="820" width="1600" height="380" fill="#2b2f36"/>
  <rect x="780" y="180" width="26" height="700" fill="#5c636e"/><path d="M793 190 q90 -70 210 -20" stroke="#5c636e" stroke-width="20" fill="none"/><ellipse cx="1010" cy="182" rx="60" ry="20" fill="#3a3f47"/>
  <rect x="60" y="300" width="420" height="520" fill="#343b47"/><rect x="120" y="380" width="90" height="110" fill="#c9a45a"/><rect x="300" y="560" width="90" height="110" fill="#c9a45a"/>
</svg>`

/** A photo as a phone's camera writes it: a dark street, with place, time and device in its EXIF part. */
export const photoWithPlace = (): Promise<Buffer> =>
  sharp(Buffer.from(STREET)).withExif({
    IFD0: { Make: 'Redvest', Model: 'Journey 1' },
    IFD2: { DateTimeOriginal: '2026:11:24 19:20:00' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '24/1 30/1 36/1', GPSLongitudeRef: 'E', GPSLongitude: '117/1 39/1 10/1' },
  }).jpeg({ quality: 90 }).toBuffer()

/** True when the picture carries any EXIF part. */
export const hasExif = async (jpeg: Buffer): Promise<boolean> => (await sharp(jpeg).metadata()).exif !== undefined
