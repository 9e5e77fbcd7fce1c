/** What floating point takes from a whole per cent: 0.29 × 100 is 28.999…. */
const BIT = 1e-9

/** A share of 0 to 1 as whole per cent, rounded down: what is not all walked is never called 100 %. */
export const percent = (share: number): number => Math.floor(Math.min(1, Math.max(0, share)) * 100 + BIT)

/** "73 %", the same in both languages. */
export const percentText = (share: number): string => `${percent(share)} %`
