import { useEffect, useMemo, useState } from 'react'
import { useMe } from '../../kit/me.ts'
import type { KeptDraft } from '../outbox/database.ts'
import { dropDraft, isSafe, keepDraft, readDraft } from '../outbox/drafts.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { emptyDraft, isUntouched, keptDraftOf, restoredDraft, worthRestoring, type Draft } from './draft.ts'

const REST_MS = 400
/** Whoever does not pause loses no more than this. */
const LATEST_MS = 2000

export interface DraftKeeper {
  /** As it was last changed, written or not. */
  current: () => Draft
  /** Written after a moment without changes, so that typing does not write the photos with every letter, and after two seconds of typing on. */
  keep: (draft: Draft) => void
  /** Writes at once what was not written yet. */
  flush: () => void
  /** Nothing more is written: it was sent or thrown away. */
  end: () => void
}

/** @param after runs work later and returns how to call it off */
export function createDraftKeeper(first: Draft, write: (draft: Draft) => void, after: (delay_ms: number, work: () => void) => () => void): DraftKeeper {
  let current = first
  let pending: Draft | null = null
  let callOff = (): void => undefined
  let callOffLatest = (): void => undefined
  let ended = false
  const flush = (): void => {
    callOff()
    callOffLatest()
    const draft = pending
    pending = null
    if (draft !== null) write(draft)
  }
  return {
    flush,
    current: () => current,
    keep(draft) {
      if (ended) return
      callOff()
      if (pending === null) callOffLatest = after(LATEST_MS, flush)
      current = pending = draft
      callOff = after(REST_MS, flush)
    },
    end() {
      ended = true
      pending = null
      callOff()
      callOffLatest()
    },
  }
}

export interface DraftKeeping extends DraftKeeper {
  /** Something was filled in on an earlier visit. */
  restored: boolean
  /** Nobody was in danger, a short while ago. */
  safe: boolean
  discard: () => void
  /** The page is left by its person. */
  leave: () => void
}

/** The draft of this phone and its keeping; null while it is read. Left untouched it is forgotten, and danger is asked again. */
export function useDraftKeeping(): DraftKeeping | null {
  const { database } = useOutbox()
  // Danger is asked at once, also while the server is asked who this is; whoever it is finds their draft then.
  const { me } = useMe()
  const myId = me?.id ?? null
  const [read, setRead] = useState<{ of: string | null; kept: KeptDraft | null } | null>(null)
  useEffect(() => {
    let left = false
    // Storage that cannot be read must not keep anybody from reporting.
    void readDraft(database, myId, new Date()).catch(() => null).then((kept) => { if (!left) setRead({ of: myId, kept: worthRestoring(kept) }) })
    return () => { left = true }
  }, [database, myId])
  const keeping = useMemo<DraftKeeping | null>(() => {
    if (read === null || read.of !== myId) return null
    const write = (draft: Draft): void => void keepDraft(database, keptDraftOf(draft, myId, new Date())).catch(() => undefined)
    const first = read.kept === null ? emptyDraft : restoredDraft(read.kept)
    const keeper = createDraftKeeper(first, write, (delay_ms, work) => { const timer = setTimeout(work, delay_ms); return () => clearTimeout(timer) })
    const drop = (): void => {
      keeper.end()
      void dropDraft(database, myId).catch(() => undefined)
    }
    return {
      ...keeper, restored: !isUntouched(first), safe: isSafe(read.kept, new Date()),
      leave: () => (isUntouched(keeper.current()) ? drop() : keeper.flush()),
      discard() {
        drop()
        setRead({ of: myId, kept: null })
      },
    }
  }, [read, myId, database])
  useFlushing(keeping)
  return keeping
}

/** The camera in front of the page may cost the tab its life: what is written counts. */
function useFlushing(keeping: DraftKeeping | null): void {
  useEffect(() => {
    if (keeping === null) return
    document.addEventListener('visibilitychange', keeping.flush)
    window.addEventListener('pagehide', keeping.flush)
    return () => {
      document.removeEventListener('visibilitychange', keeping.flush)
      window.removeEventListener('pagehide', keeping.flush)
      keeping.leave()
    }
  }, [keeping])
}
