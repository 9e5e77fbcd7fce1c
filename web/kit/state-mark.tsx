import type { ReactNode } from 'react'

/** need: a person is wanted · late: a clock ran out or soon will · running: under way · waiting: nobody's turn yet · done · off: ended without result. */
export type StateKind = 'need' | 'late' | 'running' | 'waiting' | 'done' | 'off'

const shapes: Record<StateKind, ReactNode> = {
  need: <path d="M8 1.5 15 14H1z" fill="currentColor" />,
  late: <path d="M8 1 15 8l-7 7-7-7z" fill="currentColor" />,
  running: <><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /></>,
  waiting: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />,
  done: <path d="m2 8.5 4 4L14 4" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />,
  off: <path d="M2.5 8h11" fill="none" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />,
}

/** A state as shape, word and colour together, never colour alone. */
export function StateMark({ kind, children }: { kind: StateKind; children: ReactNode }) {
  return (
    <span className={`state-mark state-${kind}`}>
      <svg width="0.85em" height="0.85em" viewBox="0 0 16 16" aria-hidden="true">{shapes[kind]}</svg>
      {children}
    </span>
  )
}
