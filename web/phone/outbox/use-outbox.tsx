import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { client } from '../../kit/client.ts'
import { meQuery, useMe, type Me } from '../../kit/me.ts'
import { sendReport } from '../cases/send-report.ts'
import { walkStoreOf } from '../duties/walk/walk-store.ts'
import { createCommands, isAnothers, type Commands, type Send } from './commands.ts'
import { dropOldDrafts } from './drafts.ts'
import { openOutboxDatabase, type Command, type OutboxDatabase } from './database.ts'

export interface Outbox extends Pick<Commands, 'add' | 'correct' | 'discard'> {
  list: readonly Command[]
  /** False before the phone has looked: an empty list says nothing yet. */
  read: boolean
  /** How many acts of others, who were signed in on this phone before, wait for them. */
  others: number
  /** Not yet acknowledged and not refused. */
  waiting: number
  /** Need the person: refused, with their reason. */
  refused: number
  flush: () => void
  database: OutboxDatabase
}

const OutboxContext = createContext<Outbox | null>(null)
const RETRY_EVERY_S = 20

/** Commands that wait on this phone, their counts, and the ways to add, correct and discard. */
export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext)
  if (outbox === null) throw new Error('useOutbox needs an OutboxProvider above it')
  return outbox
}

/** Commands that are more than one call. */
const own: Record<string, (input: never) => Promise<unknown>> = { 'cases.report': sendReport }

/** Calls the operation that a command names: `duties.checkIn` is `client.duties.checkIn(input)`. */
const sendByName: Send = async ({ operation, input }) => {
  const special = own[operation]
  if (special !== undefined) return special(input as never)
  const call = operation.split('.').reduce<unknown>((level, name) => (level as Record<string, unknown>)[name], client) as (input: unknown) => Promise<unknown>
  return call(input)
}

/** Sends the outbox when the app starts, when something is added, when the network returns, and now and then while something waits. */
export function OutboxProvider({ children, send = sendByName }: { children: ReactNode; send?: Send }) {
  const queries = useQueryClient()
  const [known, setKnown] = useState<readonly Command[] | null>(null)
  const { me } = useMe()
  const myId = me?.id ?? null
  const [database] = useState(openOutboxDatabase)
  const commands = useMemo(
    () => createCommands({ database, send, now: () => new Date(), newId: () => crypto.randomUUID(), who: () => queries.getQueryData<Me | null>(meQuery.queryKey)?.id ?? null, askWho: async () => (await queries.fetchQuery({ ...meQuery, staleTime: 0 }))?.id ?? null, keepAnswer: (command, answer) => walkStoreOf(database).keepAnswer(command, answer), onAcknowledged: () => void queries.invalidateQueries().then(() => walkStoreOf(database).tidy()) }),
    [database, send, queries],
  )
  useEffect(() => {
    const subscription = commands.watch().subscribe({ next: setKnown })
    const flush = (): void => void commands.flush()
    const dropOld = (): void => void dropOldDrafts(database, new Date()).catch(() => undefined)
    const again = setInterval(() => { flush(); dropOld() }, RETRY_EVERY_S * 1000)
    window.addEventListener('online', flush)
    document.addEventListener('visibilitychange', flush)
    flush()
    dropOld()
    return () => {
      subscription.unsubscribe()
      clearInterval(again)
      window.removeEventListener('online', flush)
      document.removeEventListener('visibilitychange', flush)
    }
  }, [commands, database])
  // Whoever signs in finds their own acts still waiting.
  useEffect(() => void commands.flush(), [commands, myId])
  const outbox = useMemo<Outbox>(() => {
    const all = known ?? []
    const list = all.filter((command) => !isAnothers(command, myId))
    const refused = list.filter(({ state }) => state === 'refused').length
    const flush = (): void => void commands.flush()
    return {
      list, read: known !== null, others: all.length - list.length, refused, waiting: list.length - refused, flush, database,
      discard: async (id) => {
        const given = list.find((command) => command.id === id)
        await commands.discard(id)
        if (given?.operation === 'duties.checkIn') await walkStoreOf(database).putAway((given.input as { id: string }).id, { forget: true })
      },
      add: async (command) => { const id = await commands.add(command); flush(); return id },
      correct: async (id, input) => { await commands.correct(id, input); flush() },
    }
  }, [known, myId, commands, database])
  return <OutboxContext value={outbox}>{children}</OutboxContext>
}
