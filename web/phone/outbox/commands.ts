import { liveQuery, type Observable } from 'dexie'
import { ProblemError } from '../../kit/problem.ts'
import type { Command, OutboxDatabase } from './database.ts'

/** Carries one command to the server; throws a ProblemError when it is refused or the server is not reached. */
export type Send = (command: Command) => Promise<unknown>

export interface NewCommand {
  operation: string
  input: unknown
  subject: string
  title: string
  /** Given when the page already showed the id; made here otherwise. */
  id?: string
  /** Whose act it is; who is signed in otherwise. */
  personId?: string | null
}

export interface CommandsDeps {
  database: OutboxDatabase
  send: Send
  now: () => Date
  newId: () => string
  /** Who is signed in; null when nobody is, or it is not known. */
  who: () => string | null
  /** Who is signed in, asked of the server, for another tab may have signed in as somebody else; null when nobody is, rejects when the server is not reached. */
  askWho: () => Promise<string | null>
  /** Writes what must outlive the command, before it is deleted; a failure here leaves the command queued. */
  keepAnswer?: (command: Command, answer: unknown) => Promise<void>
  /** Called with the operation and answer of every command that arrived, to refresh what pages show. */
  onAcknowledged?: (command: Command, answer: unknown) => void
}

export type FlushResult = 'empty' | 'unreachable'

/** No answer, a server that restarts or asks for patience, or a session that ended: the command stays queued and is tried again. */
const passes = (error: unknown): boolean => !(error instanceof ProblemError) || error.status === 0 || error.status >= 500 || error.status === 429 || error.status === 401

/** An act of somebody else who was signed in on this phone; without network the phone knows who still is. */
export const isAnothers = ({ personId = null }: Pick<Command, 'personId'>, me: string | null): boolean => personId !== null && personId !== me

/** Writes a command behind all others; part of the transaction around it, when there is one that holds the commands. */
export const queueCommand = (database: OutboxDatabase, { id, personId = null, operation, input, subject, title }: NewCommand & { id: string }, at: Date): Promise<string> =>
  database.transaction('rw', database.commands, async () => {
    const last = await database.commands.orderBy('order').last()
    return database.commands.add({ id, personId, order: (last?.order ?? 0) + 1, operation, input, subject, title, deviceTime: at.toISOString(), state: 'queued', problem: null })
  })

/**
 * The outbox: everything done is written here first and deleted only when the server has acknowledged it. Sending the same command twice
 * is harmless because the server knows its id, so a crash between sending and deleting loses nothing and doubles nothing.
 */
export function createCommands({ database, send, now, newId, who, askWho, keepAnswer, onAcknowledged }: CommandsDeps) {
  const { commands } = database
  let flushing: Promise<FlushResult> | null = null

  /** Keeps a command durably; returns its id once it is on disk. */
  const add = (command: NewCommand): Promise<string> => queueCommand(database, { id: newId(), personId: who(), ...command }, now())

  /** Sends what waits, in order; one run at a time, a call during a run joins it. */
  const flush = (): Promise<FlushResult> => (flushing ??= run().finally(() => { flushing = null }))

  async function run(): Promise<FlushResult> {
    await commands.where('state').equals('sending').modify({ state: 'queued' })
    while ((await commands.count()) > 0) {
      // When the app starts nobody is known yet, and the session may already be another person's.
      const me = await askWho().catch(() => undefined)
      if (me === undefined) return 'unreachable'
      const next = await nextToSend(me)
      if (next === undefined) return 'empty'
      if (!(await deliver(next))) return 'unreachable'
    }
    return 'empty'
  }

  async function nextToSend(me: string | null): Promise<Command | undefined> {
    const held = new Set<string>()
    for (const command of await commands.orderBy('order').toArray()) {
      // An act with a name waits until whoever did it is signed in, also where nobody is.
      const waits = (command.personId ?? null) !== null && command.personId !== me
      if (command.state === 'refused' || waits) held.add(command.subject)
      else if (!held.has(command.subject)) return command
    }
    return undefined
  }

  async function deliver(command: Command): Promise<boolean> {
    await commands.update(command.id, { state: 'sending' })
    try {
      const answer = await send(command)
      await keepAnswer?.(command, answer)
      await commands.delete(command.id)
      onAcknowledged?.(command, answer)
      return true
    } catch (error) {
      if (passes(error)) {
        await commands.update(command.id, { state: 'queued' })
        return false
      }
      const { code, params, errors } = error as ProblemError
      await commands.update(command.id, { state: 'refused', problem: { code, params, errors } })
      return true
    }
  }

  /** Puts a corrected input in place of a refused one and queues it again under the same id. */
  const correct = async (id: string, input: unknown): Promise<void> => {
    await commands.where('id').equals(id).and(({ state }) => state === 'refused').modify({ input, state: 'queued', problem: null })
  }

  /** Gives up on a command that was refused; what is queued or under way cannot be discarded. */
  const discard = async (id: string): Promise<void> => {
    await commands.where('id').equals(id).and(({ state }) => state === 'refused').delete()
  }

  const list = (): Promise<Command[]> => commands.orderBy('order').toArray()

  /** The list again after every change, also those of other tabs. */
  const watch = (): Observable<Command[]> => liveQuery(list)

  return { add, flush, correct, discard, list, watch }
}

export type Commands = ReturnType<typeof createCommands>
