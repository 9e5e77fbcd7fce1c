import { caseStates, stateWords, stepCodes, stepRule, type CaseState } from '../steps.ts'

const named = (state: CaseState): string => `${stateWords[state].zh} \`${state}\``

/** The step table as a page of docs/: a line a step. */
export function drawSteps(): string {
  const lines = stepCodes.map((step) => {
    const { from, to, by, needs = [], when = [], event, internal, zh } = stepRule(step)
    const origin = from.length === 0 ? '–' : from.length === caseStates.length ? 'any' : from.map((state) => stateWords[state].zh).join('、')
    return `| ${zh} \`${step}\`${internal === true ? ' (internal)' : ''} | ${origin} | ${to === null ? 'stays' : stateWords[to].zh} | ${by.join(', ')} | ${needs.join(', ')} | ${when.join(', ')} | \`${event}\` |`
  })
  return `# The steps of a case

Drawn from \`server/cases/steps.ts\` by its test; change the table there and run \`vitest -u\`. How cases work is in cases.md.

States: ${caseStates.map(named).join(', ')}.

| step | from | to | by | needs | only when | event |
|---|---|---|---|---|---|---|
${lines.join('\n')}
`
}
