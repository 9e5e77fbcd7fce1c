import { Modal } from 'antd'
import { useWords } from '../kit/words.ts'
import type { railFor } from './routes.ts'

/** All keys on one sheet. */
export function KeyHelp({ onClose, entries }: { onClose: () => void; entries: ReturnType<typeof railFor> }) {
  const say = useWords('console')
  const keys: [string, string][] = [['/', say('keys.search')], ['j', say('keys.next')], ['k', say('keys.previous')], ['e', say('keys.act')], ['Esc', say('keys.close')], ['?', say('keys.help')]]
  return (
    <Modal open title={say('keys.title')} footer={null} onCancel={onClose} width={420}>
      <dl className="key-help">
        {keys.map(([key, does]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div>)}
        {entries.slice(0, 9).map(({ path, rail }, at) => <div key={path}><dt><kbd>{at + 1}</kbd></dt><dd>{say(`rail.${rail.word}`)}</dd></div>)}
      </dl>
    </Modal>
  )
}
