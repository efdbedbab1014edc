import type { Chance } from './chance.ts'

/** Everybody here is invented. */

export interface Sender {
  readonly actor: string
  readonly roles: readonly string[]
}

const firstNames = [
  'Anke Bart Carine Dirk Els Fatima Geert Hanne Ilse Joris Kaat Lies Maarten Nadia Olivier Petra',
  'Quinten Ruth Stijn Tine Ulrike Veerle Wim Yasmina Zeki Amina Bram Charlotte Daan Evi Filip',
  'Greet Hilde Imane Jan Karel Leen Mehdi Nele Omar Pieter Rachida Sara Tom Ward Yves',
]
  .join(' ')
  .split(' ')
const lastNames = [
  'Aerts Baert Claes Dhondt Evens Fransen Goossens Haddad Ickx Jacobs Kaya Lambrecht Maes Nijs',
  'Ooms Pauwels Quintens Raes Segers Thijs Uyttebroeck Verlinden Wauters Yilmaz Zegers Amrani',
  'Bogaert Coppens Dewulf Engelen Ferket Geens Hermans Jansen Kiekens Lemmens Mertens Naessens',
  'Peeters Roels Smets Tack Vermeulen Willems',
]
  .join(' ')
  .split(' ')

export function personName(chance: Chance): string {
  return `${chance.pick(firstNames)} ${chance.pick(lastNames)}`
}

/** "Els Claes" sends as `els.claes`. */
export function accountOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '.')
}

const reviewer = (actor: string): Sender => ({ actor, roles: ['reviewer'] })
const manager = (actor: string): Sender => ({ actor, roles: ['manager'] })
const paymaster = (actor: string): Sender => ({ actor, roles: ['paymaster'] })

export const reviewers = [
  reviewer('abb.rik.dhondt'),
  reviewer('abb.nele.claes'),
  reviewer('abb.karim.haddad'),
  reviewer('abb.sofie.maes'),
  reviewer('abb.tom.wauters'),
] as const
export const managers = [manager('abb.mia.goossens'), manager('abb.jan.verlinden')] as const
export const inspector: Sender = { actor: 'if.ivo.lambrecht', roles: ['inspector'] }
export const paymasters = [
  paymaster('betaaldienst.pol.jacobs'),
  paymaster('betaaldienst.greet.smets'),
] as const
