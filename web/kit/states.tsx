import type { UseQueryResult } from '@tanstack/react-query'
import { Component, useEffect, useSyncExternalStore, type ReactNode } from 'react'
import { Icon } from './icons.tsx'
import { loadAnew, loadAnewOnce } from './parts.ts'
import { asProblemError, OFFLINE, problemText, remedy } from './problem.ts'
import { useLanguage, useWords } from './words.ts'

/** Grey bars where text will be; `lines` as many as the content usually has. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const say = useWords('kit')
  return (
    <div className="loading" role="status" aria-label={say('state.loading')}>
      {Array.from({ length: lines }, (_, line) => <span key={line} className="loading-bar" style={{ width: `${[92, 78, 85, 60][line % 4]}%` }} />)}
    </div>
  )
}

/** Nothing here: why, and the next useful act. `heading` when it is all that the page says. */
export function Empty({ title, hint, heading = false, children }: { title: string; hint?: string; heading?: boolean; children?: ReactNode }) {
  return (
    <div className="state-page">
      {heading ? <h1>{title}</h1> : <strong>{title}</strong>}
      {hint !== undefined && <p>{hint}</p>}
      {children !== undefined && <div className="state-acts">{children}</div>}
    </div>
  )
}

/** The reason of a failure in the person's language, and what can be done about it. `onBack` also where going back is not the remedy. */
export function ErrorState({ error, onRetry, onBack, signInHref }: { error: unknown; onRetry?: (() => void) | undefined; onBack?: (() => void) | undefined; signInHref?: string }) {
  const say = useWords('kit')
  const language = useLanguage()
  const { code } = asProblemError(error)
  const act = remedy(error)
  useEffect(() => { if (act === 'renew') void loadAnewOnce() }, [act])
  return (
    <div className="state-page" role="alert">
      {code === OFFLINE && <Icon name="offline" size={32} />}
      <strong>{problemText(error, language)}</strong>
      <p>{say(code === OFFLINE ? 'remedy.offline' : `remedy.${act}`)}</p>
      <div className="state-acts">
        {act === 'sign-in' && signInHref !== undefined && <a className="act act-main" href={signInHref}>{say('act.signIn')}</a>}
        {act === 'renew' && <button type="button" className="act act-main" onClick={() => void loadAnew()}>{say('act.renew')}</button>}
        {(act === 'back' || onBack !== undefined) && <button type="button" className="act" onClick={onBack ?? (() => history.back())}>{say('act.back')}</button>}
        {act !== 'back' && act !== 'sign-in' && act !== 'renew' && onRetry !== undefined && <button type="button" className="act" onClick={onRetry}>{say('act.retry')}</button>}
      </div>
      {code !== OFFLINE && act !== 'sign-in' && act !== 'renew' && <small className="state-code">{say('state.code', { code })}</small>}
    </div>
  )
}

/** One line inside a form or card that says why the last act was refused. */
export function ProblemLine({ error }: { error: unknown }) {
  const language = useLanguage()
  if (error === null || error === undefined) return null
  return <p className="problem-line" role="alert">{problemText(error, language)}</p>
}

/**
 * The four states of anything that is fetched: `<Fetched query={duties} lines={6} empty={…}>{(list) => …}</Fetched>`.
 * What was fetched before stays on the page while the connection is away.
 */
export function Fetched<T>({ query, children, lines = 4, isEmpty, empty, signInHref }: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  children: (data: T) => ReactNode
  lines?: number
  isEmpty?: (data: T) => boolean
  empty?: ReactNode
  signInHref?: string
}) {
  if (query.data !== undefined) return <>{isEmpty?.(query.data) === true ? empty : children(query.data)}</>
  if (query.error !== null) return <ErrorState error={query.error} onRetry={() => void query.refetch()} {...(signInHref === undefined ? {} : { signInHref })} />
  return <Loading lines={lines} />
}

const listenToConnection = (changed: () => void): (() => void) => {
  for (const name of ['online', 'offline']) window.addEventListener(name, changed)
  return () => {
    for (const name of ['online', 'offline']) window.removeEventListener(name, changed)
  }
}

/** False while the device says that it has no network. */
export const useOnline = (): boolean => useSyncExternalStore(listenToConnection, () => navigator.onLine)

/** A page that could not be shown: why, and the way back. One that only lacked the network is opened as soon as there is some. */
export function PageError({ error, onBack }: { error: unknown; onBack?: () => void }) {
  const offline = asProblemError(error).code === OFFLINE
  useEffect(() => {
    if (!offline) return
    const open = (): void => void loadAnew()
    window.addEventListener('online', open)
    return () => window.removeEventListener('online', open)
  }, [offline])
  return <ErrorState error={error} onRetry={() => void loadAnew()} onBack={onBack} />
}

/** Shows a page that broke as an error state instead of an empty screen. */
export class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <PageError error={this.state.error} />
  }
}
