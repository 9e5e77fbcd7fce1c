import { describe, expect, it } from 'vitest'
import { privateMarks } from './private-marks.ts'

describe('words that look private', () => {
  it.each([
    ['桥头路灯坏了三天', []],
    ['找张师傅 13859201234', ['markPhone']],
    ['电话138-5920-1234', ['markPhone']],
    ['350602199001011234', ['markId']],
    ['车牌闽E·12345挡住通道', ['markPlate']],
    ['闽E D12345 停在消防通道', ['markPlate']],
    ['工单 2026-0412-0031，杆号 138592012345', []],
  ])('%s: %o', (text, marks) => expect(privateMarks(text)).toEqual(marks))
})
