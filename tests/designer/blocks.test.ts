import { describe, expect, it } from 'vitest'
import { blocksOf, findBlocks } from '#designer/blocks/blocks.ts'
import type { ConnectorInfo } from '#designer/catalogue.ts'
import { createTexts } from '#designer/i18n/texts.ts'

const sendEmail: ConnectorInfo = {
  type: 'sendEmail',
  title: 'Send an e-mail',
  description: 'Writes a letter from a template',
  group: 'communication',
  icon: 'mail',
  input: { properties: {} },
}

describe('The panel of blocks', () => {
  it('has a block for each connector the server knows, in the group it names', () => {
    const block = blocksOf([sendEmail], createTexts('en')).find(one => one.connector === 'sendEmail')
    expect(block).toMatchObject({ group: 'communication', title: 'Send an e-mail', type: 'bpmn:SendTask' })
  })

  it('calls a shipped connector by its Russian name, and an unknown one as the server does', () => {
    const odd = { ...sendEmail, type: 'callRobot', title: 'Call the robot' }
    const titles = blocksOf([sendEmail, odd], createTexts('ru')).map(block => block.title)
    expect(titles).toContain('Отправить письмо')
    expect(titles).toContain('Call the robot')
  })

  it('names and explains every block', () => {
    for (const block of blocksOf([], createTexts('ru'))) {
      expect(block.title).not.toMatch(/^block\./)
      expect(block.hint).not.toMatch(/^block\./)
    }
  })

  it('finds a block by any words of its title or description', () => {
    const blocks = blocksOf([sendEmail], createTexts('en'))
    expect(findBlocks(blocks, 'letter TEMPLATE').map(block => block.connector)).toEqual(['sendEmail'])
    expect(findBlocks(blocks, 'no such thing')).toEqual([])
  })
})
