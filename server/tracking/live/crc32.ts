/**
 * CRC-32 (ISO-HDLC, polynomial 0x04C11DB7 reflected, as in zip) where node:zlib's is not at hand, as in the
 * browser. Four bytes a step with four tables: Sarwate, "Computation of cyclic redundancy checks via table
 * look-up", CACM 1988, extended by slicing.
 */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256))
for (let byte = 0; byte < 256; byte++) {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb8_8320 : rest >>> 1
  tables[0]![byte] = rest
}
for (let slice = 1; slice < 4; slice++) {
  for (let byte = 0; byte < 256; byte++) {
    const before = tables[slice - 1]![byte]!
    tables[slice]![byte] = (before >>> 8) ^ tables[0]![before & 0xff]!
  }
}
const [zero, one, two, three] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]

/** The checksum as an unsigned number. O(bytes). */
export function crc32(bytes: Uint8Array): number {
  let rest = ~0
  let at = 0
  for (; at + 4 <= bytes.length; at += 4) {
    rest ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    rest = three[rest & 0xff]! ^ two[(rest >>> 8) & 0xff]! ^ one[(rest >>> 16) & 0xff]! ^ zero[rest >>> 24]!
  }
  for (; at < bytes.length; at++) rest = (rest >>> 8) ^ zero[(rest ^ bytes[at]!) & 0xff]!
  return ~rest >>> 0
}
