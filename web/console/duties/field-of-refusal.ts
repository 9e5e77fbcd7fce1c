import { asProblemError } from '../../kit/problem.ts'
import type { Field } from './draft.ts'

/** Refusals that speak of one field stand beside it; all others at the foot. */
const besideFields: Record<string, Field> = { 'outside-region': 'shape', 'outside-city': 'shape', 'window-in-past': 'startsAt', 'window-too-far': 'startsAt', 'units-time-over': 'unitsUntil' }
export const fieldOfRefusal = (error: unknown): Field | undefined => (error === null ? undefined : besideFields[asProblemError(error).code])
