/** Shapes of unit reservations. Pure: pages are typed by them. */
import { z } from 'zod'
import { id, instant } from '../platform/shapes.ts'
import { reservationStates } from './steps.ts'

/** How a member stands to the seat that the unit put them on: `assigned` has not been seen on the phone yet. */
export const assignmentStates = ['assigned', 'acknowledged', 'attended', 'no-show', 'declined', 'taken-off', 'replaced', 'returned', 'cancelled'] as const
export type AssignmentState = (typeof assignmentStates)[number]

export const reservation = z.object({
  id, patrolId: id, organisationId: id, organisationName: z.string(),
  seats: z.int(),
  assigned: z.int().describe('members who have one of the seats now'),
  state: z.enum(reservationStates), reservedAt: instant, endedAt: instant.nullable(),
  members: z.array(z.object({ personId: id, displayName: z.string(), state: z.enum(assignmentStates), assignedAt: instant })),
})
export type Reservation = z.infer<typeof reservation>

/** A member of the unit as its liaison sees them: masked, with what putting them on would meet. */
export const unitMember = z.object({
  personId: id, displayName: z.string(), phone: z.string(), teams: z.array(z.string()),
  refusal: z.string().nullable().describe('code of the problem that putting them on would meet; null when it would not'),
})
export type UnitMember = z.infer<typeof unitMember>

/** Who was put on, and by name who was not and why. */
export const assignmentOutcome = z.object({
  reservation,
  refused: z.array(z.object({ personId: id, displayName: z.string(), code: z.string() })),
})
export type AssignmentOutcome = z.infer<typeof assignmentOutcome>
