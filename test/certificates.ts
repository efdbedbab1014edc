import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * An authority of the tests' own and, by it, the certificate of a server that is known by no other
 * name than 127.0.0.1; in a folder that goes.
 */
export class Certificates implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'certificates-'))

  constructor() {
    const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']
    const server = ['basicConstraints=critical,CA:FALSE', 'subjectAltName=IP:127.0.0.1']
    for (const [file, lines] of Object.entries({ authority, server })) {
      writeFileSync(join(this.#folder, `${file}.conf`), lines.join('\n'))
    }
    for (const each of ['authority', 'server']) {
      const made = ['-keyout', `${each}.key`, '-out', `${each}.csr`, '-subj', `/CN=test ${each}`]
      this.#openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', ...made)
    }
    this.#sign('authority', ['-signkey', 'authority.key'])
    const issuer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial']
    this.#sign('server', issuer)
  }

  /** File of the authority's certificate: who trusts it, trusts the server. */
  get authority(): string {
    return join(this.#folder, 'authority.pem')
  }

  /** Files of the server's certificate and its key. */
  get server(): { readonly certificate: string; readonly key: string } {
    return {
      certificate: join(this.#folder, 'server.pem'),
      key: join(this.#folder, 'server.key'),
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #sign(name: string, by: readonly string[]): void {
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.conf`]
    this.#openssl('x509', '-req', '-days', '2', ...files, ...by)
  }

  #openssl(...words: readonly string[]): void {
    execFileSync('openssl', words, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
}
