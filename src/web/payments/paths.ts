/** The pages of the payments of a call. */
export function paymentsPath(call: string, query: Readonly<Record<string, string>> = {}): string {
  return `/payments?${new URLSearchParams({ call, ...query }).toString()}`
}

/** Where a batch is made of what is due. */
export function preparePath(call: string): string {
  return `/payments/prepare?${new URLSearchParams({ call }).toString()}`
}

export function batchPath(call: string, batch: number, anchor = ''): string {
  return `/payments/batches/${batch}?${new URLSearchParams({ call }).toString()}${anchor}`
}

/** The message of an approved batch to the bank. */
export function messagePath(call: string, batch: number): string {
  return `/payments/batches/${batch}/pain.001.xml?${new URLSearchParams({ call }).toString()}`
}

export function claimsPath(call: string): string {
  return `/payments/claims?${new URLSearchParams({ call }).toString()}`
}

/** Where a file of the bank is brought: what became of payments, or what came in. */
export function bankFilePath(call: string, kind: BankFileKind): string {
  return `/payments/${kind}?${new URLSearchParams({ call }).toString()}`
}

export type BankFileKind = 'status' | 'receipts'
