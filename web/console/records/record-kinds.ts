import type { RecordState } from '../../../server/duties/steps.ts'
import type { StateKind } from '../../kit/state-mark.tsx'

/** The mark that each state of a service record is shown by. */
export const recordKinds: Record<RecordState, StateKind> = { pending: 'need', disputed: 'late', confirmed: 'done', rejected: 'off' }
