import type { Finding } from './findings.ts'
import type { Runtime } from './runtime.ts'

export interface VerifyOptions {
  readonly against?: readonly unknown[]
}

export const verifyLog = async (
  _runtime: Runtime,
  _options: VerifyOptions,
): Promise<readonly Finding[]> => []
