import { useEffect, useState } from 'react'
import { Workbox } from 'workbox-window'
import { useWords } from '../kit/words.ts'

/** Registers the service worker; a new version waits until the person says so, never in the middle of a patrol. */
export function UpdateNotice() {
  const say = useWords('phone')
  const [worker, setWorker] = useState<Workbox | null>(null)
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const workbox = new Workbox('/m/sw.js', { scope: '/m/' })
    workbox.addEventListener('waiting', () => setWorker(workbox))
    // Plain HTTP on a city network has no service worker; the app then simply needs the network to open.
    workbox.register().catch(() => undefined)
  }, [])
  if (worker === null) return null
  const update = (): void => {
    worker.addEventListener('controlling', () => location.reload())
    worker.messageSkipWaiting()
  }
  return <div className="update" role="status"><span>{say('shell.newVersion')}</span><button type="button" className="act" onClick={update}>{say('shell.update')}</button></div>
}
