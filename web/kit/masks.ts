/** How personal details appear on pages; the server masks too, these cover what a person has just typed. */

/** `张三丰` → `张**`; the family name stays. */
export const maskName = (name: string): string => {
  const letters = [...name.trim()]
  return letters.length === 0 ? '' : `${letters[0]}${'*'.repeat(Math.max(letters.length - 1, 1))}`
}

/** `13812345678` → `138****5678`; shorter numbers lose all but the last two digits. */
export const maskPhone = (phone: string): string =>
  phone.length >= 9 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone.replace(/.(?=..)/g, '*')

/** `35060219900101123X` → `3****************X`. */
export const maskIdNumber = (number: string): string =>
  number.length <= 2 ? '*'.repeat(number.length) : `${number[0]}${'*'.repeat(number.length - 2)}${number.at(-1)}`
