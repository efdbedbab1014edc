/** Closes something, or removes it. */
type Close = () => unknown

const ofTest: Close[] = []
const ofFile: Close[] = []

/** Runs it when the test that runs now has ended, last first. */
export const afterThisTest = (close: Close): void => {
  ofTest.push(close)
}

/** Runs it when the last test of the file has ended, last first. */
export const afterThisFile = (close: Close): void => {
  ofFile.push(close)
}

export const endOfTest = (): Promise<void> => closeAll(ofTest)
export const endOfFile = (): Promise<void> => closeAll(ofFile)

const closeAll = async (closing: Close[]): Promise<void> => {
  for (const close of closing.splice(0).toReversed()) await close()
}
