import { Command } from 'commander'
import { userAddCommand } from './user-add.ts'
import { disableCommand, enableCommand, signOutCommand } from './user-account.ts'
import { bindCommand, linkCommand } from './user-link.ts'
import { userListCommand } from './user-list.ts'
import { grantCommand, revokeCommand } from './user-roles.ts'

export function userCommand(): Command {
  const command = new Command('user')
    .description('Who may get in, and with which roles. See docs/ACCESS.md.')
    .addHelpText('after', '\nExample: mijlpaal user add "Ada Peeters" --login ada --admin')
  for (const each of [
    userAddCommand(),
    userListCommand(),
    linkCommand(),
    grantCommand(),
    revokeCommand(),
    signOutCommand(),
    disableCommand(),
    enableCommand(),
    bindCommand(),
  ]) {
    command.addCommand(each.exitOverride())
  }
  return command
}
