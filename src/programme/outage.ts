/** A time in which no worker runs, both ends included; milliseconds since the epoch. */
export interface Outage {
  readonly fromMs: number
  readonly toMs: number
}
