import { Button, Tooltip, type ButtonProps } from 'antd'

/** A step that is not allowed stays visible, greyed, and says why: `refusal` is the reason, undefined when the step may be taken. */
export function StepButton({ refusal, ...button }: ButtonProps & { refusal?: string | undefined }) {
  if (refusal === undefined) return <Button {...button} />
  return <Tooltip title={refusal}><span tabIndex={0} aria-label={refusal}><Button {...button} disabled /></span></Tooltip>
}
