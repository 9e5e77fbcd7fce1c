import type { KeptFix, OutboxDatabase } from './database.ts'

export type Fix = Omit<KeptFix, 'sequence' | 'attendanceId'>

/**
 * Fixes of one attendance between the phone and the server. Sequence numbers grow by one and are never given twice, also after a reload
 * or when everything was acknowledged; fixes are deleted up to the sequence that the server says it has on disk.
 */
export function createPositions(database: OutboxDatabase, attendanceId: string) {
  const { fixes, sequences } = database
  const mine = () => fixes.where('[attendanceId+sequence]').between([attendanceId, 0], [attendanceId, Infinity])

  /** Keeps a fix durably and returns its sequence. */
  const add = (fix: Fix): Promise<number> =>
    database.transaction('rw', fixes, sequences, async () => {
      const sequence = ((await sequences.get(attendanceId))?.sequence ?? 0) + 1
      await sequences.put({ attendanceId, sequence })
      await fixes.add({ ...fix, attendanceId, sequence })
      return sequence
    })

  /** The oldest `count` fixes that were not acknowledged, in order. */
  const batch = (count: number): Promise<KeptFix[]> => mine().limit(count).toArray()

  /** Deletes everything up to and with `sequence`; a late or repeated acknowledgement changes nothing more. */
  const acknowledge = async (sequence: number): Promise<void> => {
    await fixes.where('[attendanceId+sequence]').between([attendanceId, 0], [attendanceId, sequence], true, true).delete()
  }

  /** How many fixes wait. */
  const waiting = (): Promise<number> => mine().count()

  return { add, batch, acknowledge, waiting }
}

export type Positions = ReturnType<typeof createPositions>
