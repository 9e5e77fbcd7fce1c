/** What a number field takes; whole numbers only, unless it says otherwise. */
export interface NumberBounds { min: number; max: number; fraction?: boolean; optional?: boolean }

/** Why a number may not be sent: nothing was typed, no number was, or not one that is taken. */
export type NumberProblem = 'needed' | 'unreadable' | 'whole' | 'least' | 'most'

/** What was typed as a number: null for nothing, NaN for what is none. Nothing is rounded and nothing moved into bounds. Pure. */
export function readNumber(text: string): number | null {
  // Chinese keyboards type full-width digits.
  const plain = text.normalize('NFKC').trim().replace('−', '-')
  if (plain === '') return null
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN
}

/** What speaks against a number, or null when it may be sent. Pure. */
export function numberProblem(value: number | null, { min, max, fraction = false, optional = false }: NumberBounds): NumberProblem | null {
  if (value === null) return optional ? null : 'needed'
  if (Number.isNaN(value)) return 'unreadable'
  if (value < min) return 'least'
  if (value > max) return 'most'
  return fraction || Number.isInteger(value) ? null : 'whole'
}

/** The number that the arrow keys lead to; they alone stay within the bounds, what is typed is kept. Pure. */
export function nextNumber(value: number | null, by: number, { min, max }: NumberBounds): number {
  if (value === null || Number.isNaN(value)) return min
  return Math.min(max, Math.max(min, Math.round(value) + by))
}
