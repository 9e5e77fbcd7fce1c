/** What in a text looks like somebody's private number. Pure. */
export type PrivateMark = 'markPhone' | 'markId' | 'markPlate'

const patterns: Record<PrivateMark, RegExp> = {
  markPhone: /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/,
  markId: /(?<!\d)\d{6}(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])\d{3}[\dXx](?!\d)/,
  markPlate: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])/,
}

/** Mobile numbers, ID numbers and number plates of mainland China; may miss unusual spellings, so it warns and never blocks. */
export const privateMarks = (text: string): PrivateMark[] => (Object.keys(patterns) as PrivateMark[]).filter((mark) => patterns[mark].test(text))
