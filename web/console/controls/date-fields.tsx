import 'dayjs/locale/zh-cn'
import { DatePicker, type DatePickerProps } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'

/** Fields for the city's days and clock times. Their values are plain texts as localText makes them, whatever zone the device is set to. */
const DAY = 'YYYY-MM-DD'
const MOMENT = 'YYYY-MM-DDTHH:mm'
/** Shown the same in both languages, as in tables. */
const MOMENT_SHOWN = 'YYYY-MM-DD HH:mm'

type Shared = Pick<DatePickerProps, 'id' | 'status' | 'autoFocus' | 'aria-invalid' | 'aria-label'>

/** The same object while the text is the same: another one makes the field forget what is being typed. */
const useDay = (text: string | undefined): dayjs.Dayjs | null => useMemo(() => (text === undefined || text === '' ? null : dayjs(text)), [text])

/** A day and a time, "2026-11-24T19:00"; an `optional` one can be cleared and is empty then. No button for now: the device's clock may not be the city's. */
export function MomentField({ value, onChange, optional = false, ...field }: Shared & { value: string; onChange: (value: string) => void; optional?: boolean }) {
  return <DatePicker {...field} allowClear={optional} style={{ width: '100%' }} showNow={false} showTime={{ format: 'HH:mm', minuteStep: 5 }} format={MOMENT_SHOWN} needConfirm={false} value={useDay(value)} onChange={(to) => onChange(to?.format(MOMENT) ?? '')} />
}

/** A day, "2026-11-24", never empty; days outside `min` and `max` cannot be chosen. */
export function DayField({ value, onChange, min, max, ...field }: Shared & { value: string; onChange: (value: string) => void; min?: string; max?: string }) {
  return <DatePicker {...field} format={DAY} allowClear={false} value={useDay(value)} {...(min === undefined ? {} : { minDate: dayjs(min) })} {...(max === undefined ? {} : { maxDate: dayjs(max) })} onChange={(to) => onChange((to as dayjs.Dayjs).format(DAY))} />
}

/** From a day to a day, both included; null when it is cleared. */
export function DaysField({ value, onChange, label }: { value: [string, string] | null; onChange: (value: [string, string] | null) => void; label: string }) {
  const [from, to] = [useDay(value?.[0]), useDay(value?.[1])]
  return <DatePicker.RangePicker aria-label={label} format={DAY} value={from === null ? null : [from, to]} onChange={(range) => onChange(range?.[0] && range[1] ? [range[0].format(DAY), range[1].format(DAY)] : null)} />
}
