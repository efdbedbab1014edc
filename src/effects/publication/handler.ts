import { EffectRefused, type Effect, type EffectHandler } from '../../engine/index.ts'

/** Publishes what is public of a call and is not published yet; again is the same. */
export type Publish = (call: string) => Promise<unknown>

/**
 * Performs `publish` effects. Which effect asks does not matter: each publishes everything that is
 * public by then, in one transaction of the versions themselves, so one that is performed twice, or
 * after a later one, finds nothing left to do.
 */
export class PublicationHandler implements EffectHandler {
  readonly kinds = ['publish']
  readonly #publish: Publish

  constructor(publish: Publish) {
    this.#publish = publish
  }

  async perform({ id, params }: Effect): Promise<void> {
    const { call } = (params ?? {}) as { readonly call?: unknown }
    if (typeof call !== 'string') throw new EffectRefused(`Effect ${id} names no call`)
    await this.#publish(call)
  }
}
