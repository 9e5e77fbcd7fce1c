import type { SmsGateway } from '../people/ground.ts'

export interface SentMessage { phone: string, text: string }

/**
 * A gateway for places without a contract with a carrier: prints each message and keeps the last hundred for whoever runs the server to look at.
 * `print` gets one line a message.
 */
export function consoleSms(print: (line: string) => void): SmsGateway & { sent: readonly SentMessage[] } {
  const sent: SentMessage[] = []
  return {
    sent,
    async send(phone, text) {
      sent.push({ phone, text })
      if (sent.length > KEPT_MAX) sent.shift()
      print(`SMS ${phone}: ${text}`)
    },
  }
}
const KEPT_MAX = 100
