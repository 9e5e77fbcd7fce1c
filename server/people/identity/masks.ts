/** What may be shown of an identity: enough to recognise one's own, too little to find a stranger. */

/** 138****8000 */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** 3****************X */
export const maskIdNumber = (number: string): string => `${number.slice(0, 1)}${'*'.repeat(number.length - 2)}${number.slice(-1)}`

/** 张*; compound surnames (欧阳) keep both characters; Latin names keep their first letter. */
export function maskName(name: string): string {
  const characters = [...name]
  const shown = characters.length > 2 && COMPOUND_SURNAMES.has(characters.slice(0, 2).join('')) ? 2 : 1
  return characters.slice(0, shown).join('') + '*'
}
const COMPOUND_SURNAMES = new Set(['欧阳', '上官', '司马', '司徒', '诸葛', '夏侯', '东方', '皇甫', '尉迟', '公孙', '慕容', '令狐', '长孙', '宇文', '轩辕', '端木', '南宫', '西门'])

/** How a person is called before the name is checked: the last four digits of the phone. */
export const nameless = (phoneMask: string): string => `****${phoneMask.slice(-4)}`

const NAME = /^[\p{Script=Han}]{2,20}(·[\p{Script=Han}]{1,20})*$|^\p{Script=Latin}[\p{Script=Latin} .'’-]{1,38}\p{Script=Latin}$/u

/** True for names as the register writes them: Chinese characters, with · inside where there is one, or a Latin name. */
export const isName = (name: string): boolean => NAME.test(name)
