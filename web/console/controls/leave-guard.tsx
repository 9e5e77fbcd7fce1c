import { useBlocker } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../../kit/words.ts'

/**
 * Asks before a page with unsaved changes is left, by whatever way: links, back and forward, and in the browser's own words closing and reloading.
 * Returns the question, which belongs on the page.
 */
export function useLeaveGuard(changed: boolean): ReactNode {
  const say = useWords('console')
  const asks = (): boolean => changed
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: asks, enableBeforeUnload: asks, withResolver: true })
  return (
    <Modal open={status === 'blocked'} title={say('leave.title')} onCancel={reset} footer={[<Button key="go" danger onClick={proceed}>{say('leave.go')}</Button>, <Button key="stay" type="primary" onClick={reset}>{say('leave.stay')}</Button>]}>
      <p>{say('leave.what')}</p>
    </Modal>
  )
}
