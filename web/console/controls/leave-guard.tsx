import { useBlocker } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useRef, type ReactNode } from 'react'
import { useWords } from '../../kit/words.ts'

/**
 * Asks before a page with unsaved changes is left, by whatever way: links, back and forward, and in the browser's own words closing and reloading.
 * `question` belongs on the page; `letGo()` comes before leaving on purpose, after saving.
 */
export function useLeaveGuard(changed: boolean): { question: ReactNode; letGo: () => void } {
  const say = useWords('console')
  const gone = useRef(false)
  const asks = (): boolean => changed && !gone.current
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: asks, enableBeforeUnload: asks, withResolver: true })
  const question = (
    <Modal open={status === 'blocked'} title={say('leave.title')} onCancel={reset} footer={[<Button key="go" danger onClick={proceed}>{say('leave.go')}</Button>, <Button key="stay" type="primary" onClick={reset}>{say('leave.stay')}</Button>]}>
      <p>{say('leave.what')}</p>
    </Modal>
  )
  return { question, letGo: () => { gone.current = true } }
}
