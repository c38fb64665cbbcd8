/** The processes that come along, as stories: the clock is moved by hand, people and customers answer, or do not. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBpmn, validate } from '#engine/pure.ts'
import { type Play, World } from '../support/play.ts'

const files = readdirSync('processes').filter(name => name.endsWith('.bpmn'))
const models = (await Promise.all(files.map(name => parseBpmn(readFileSync(`processes/${name}`))))).flatMap(
  parsed => parsed.models,
)

const crm = {
  deal: {
    id: 'deal-1',
    number: 7,
    title: 'Racks',
    amount: 9000,
    discount: 0,
    owner: 'anna',
    team: 'north',
    pipeline: 'b2b-sale',
    stage: 'won',
  },
  contact: { id: 'c', name: 'Kaisa', email: 'kaisa@customer.test' },
  owner: { id: 'anna', name: 'Anna', email: 'anna@baton.test' },
  manager: { id: 'marta', name: 'Marta', email: 'marta@baton.test' },
}

describe('Every shipped process', () => {
  it.each(models.map(model => [model.name, model] as const))('%s has nothing to complain of', (_, model) => {
    expect(validate(model).filter(problem => problem.severity !== 'info')).toEqual([])
  })
})

describe('B2B sale', () => {
  it('goes from the first contact to a deal that is won', () => {
    const sale = begin('b2b-sale')
    expect(stage(sale)).toBe('prospecting')
    sale.complete('Qualify', { amount: 9000 }, { outcome: 'Flow_Interested' })
    expect(stage(sale)).toBe('engaging')
    sale.complete('Meet', {}, { outcome: 'Flow_Wanted' })
    expect(stage(sale)).toBe('proposal')
    sale.complete('Prepare', { discount: 5, terms: '', validUntil: null })
    sale.job('Print', { id: 'document-1' }).job('Record').job('Send')
    expect(sale.waiting).toContain('Answer')
    sale.world.message('quotation.answered', { answer: 'accept' }, 'deal-1')
    expect(stage(sale)).toBe('negotiation')
    sale.complete('Negotiate', { closeValue: 8800 }, { outcome: 'Flow_Won' })
    expect(stage(sale)).toBe('won')
    sale.job('Thank')
    expect(sale.state).toBe('completed')
    sale.expectReplay()
  })

  it('tells the head of sales about a lead that waits for two days, once, and the lead goes on waiting', () => {
    const sale = begin('b2b-sale')
    sale.world.pass('P2D')
    sale.job('TellHead').job('WarnHead')
    sale.world.pass('P30D')
    expect(sale.count('QualifyOverdue')).toBe(1)
    expect(sale.waiting).toEqual(['Qualify'])
  })

  it('lets the head of sales decide on a discount over 15 %, and send it back', () => {
    const sale = begin('b2b-sale', { startAt: 'Proposal', deal: { ...crm.deal, discount: 20 } })
    sale.complete('Prepare', { terms: '', validUntil: null })
    expect(sale.waiting).toEqual(['Approve'])
    sale.complete('Approve', { comment: 'Too much' }, { outcome: 'Flow_Back' })
    expect(sale.waiting).toEqual(['Prepare'])
  })

  it('is lost when the customer declines, or has not answered after fourteen days', () => {
    for (const silent of [false, true]) {
      const sale = begin('b2b-sale', { startAt: 'Proposal' })
      sale
        .complete('Prepare', { terms: '', validUntil: null })
        .job('Print', { id: 'd' })
        .job('Record')
        .job('Send')
      if (silent) sale.world.pass('P14D')
      else sale.world.message('quotation.answered', { answer: 'decline' }, 'deal-1')
      expect(stage(sale)).toBe('lost')
      expect(sale.state).toBe('completed')
    }
  })

  it('has a person hand the quotation over when nobody knows the customer’s address', () => {
    const sale = begin('b2b-sale', { startAt: 'Proposal', contact: null })
    sale.complete('Prepare', { terms: '', validUntil: null }).job('Print', { id: 'd' }).job('Record')
    expect(sale.waiting).toEqual(['HandOver'])
  })
})

describe('Quotation approval', () => {
  it('grants a small discount at once', () => {
    const approval = begin('quotation-approval', { discount: 10 })
    approval.job('Apply').job('TellApproved')
    expect(approval.state).toBe('completed')
  })

  it('asks the head of sales over the limit, reminds after a day, and tells the seller of a refusal', () => {
    const approval = begin('quotation-approval', { discount: 20 })
    expect(approval.waiting).toEqual(['Decide'])
    approval.world.pass('P1D')
    approval.job('Remind')
    approval.complete('Decide', { comment: 'No' }, { outcome: 'Flow_Refuse' }).job('TellRefused')
    expect(approval.state).toBe('completed')
  })

  it('tells the seller when the deal was closed in the meantime', () => {
    const approval = begin('quotation-approval', { discount: 10 })
    approval.throwError('Apply', 'DEAL_CLOSED').job('TellRefused')
    expect(approval.state).toBe('completed')
  })
})

describe('Overdue invoice reminder', () => {
  it('reminds every week, three times, until the money comes', () => {
    const reminder = begin('invoice-reminder').job('PrintInvoice', { id: 'i' })
    for (let week = 0; week < 3; week++) {
      reminder.world.pass('P7D')
      reminder.job('Remind')
    }
    expect(reminder.count('Remind')).toBe(3)
    reminder.world.message('invoice.paid', {}, 'deal-1')
    expect(reminder.state).toBe('completed')
  })

  it('hands the case to a person after thirty days', () => {
    const reminder = begin('invoice-reminder').job('PrintInvoice', { id: 'i' })
    reminder.world.pass('P30D')
    expect(reminder.waiting).toContain('Collect')
  })
})

function begin(
  key: string,
  { startAt, ...variables }: { startAt?: string } & Record<string, unknown> = {},
): Play {
  return new World(...models).start(key, { ...crm, ...variables } as never, startAt ? { startAt } : {})
}

/** The stage the deal was moved to last. */
function stage(play: Play): string | undefined {
  return play.effects.flatMap(effect => (effect.type === 'enterStage' ? [effect.stage] : [])).at(-1)
}
