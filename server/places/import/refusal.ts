/** One thing that is wrong with a file a city gave us, in words that say where and what to do. */
export interface ImportFault {
  /** Stable, such as `ring-open`. */
  code: string
  message: string
}

/** The file is refused as a whole and nothing is changed; `faults` names up to twenty reasons. */
export class ImportRefusal extends Error {
  readonly faults: readonly ImportFault[]

  constructor(faults: readonly ImportFault[]) {
    super(faults.map(({ message }) => message).join('\n'))
    this.name = 'ImportRefusal'
    this.faults = faults
  }
}
