import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { parseBpmn } from '#engine/model/parse.ts'
import { validate } from '#engine/validate/validate.ts'
import { bpmn } from '#tests/support/bpmn.ts'
import { play } from '#tests/support/play.ts'

const simple =
  '<startEvent id="S"/><sequenceFlow sourceRef="S" targetRef="A"/><userTask id="A" name="Prüfen"/>'

const read = async (xml: string | Uint8Array) => {
  const { models, problems } = await parseBpmn(xml)
  return {
    model: models[0]!,
    models,
    problems,
    errors: problems.filter(problem => problem.severity === 'error'),
  }
}

describe('Reading a drawing', () => {
  it('IMP-01 FLW-07 needs no ids on flows, no incoming and outgoing, no diagram', async () => {
    const { model, errors } = await read(bpmn(simple))
    expect(errors).toEqual([])
    expect([Object.keys(model.flows), model.nodes.A!.incoming]).toEqual([['S-A'], ['S-A']])
    expect(play(model).waiting).toEqual(['A'])
  })

  it('IMP-02 runs without isExecutable, and says so when it is false', async () => {
    expect((await read(bpmn(simple, { process: 'id="P"' }))).model.executable).toBe(true)
    const { model } = await read(bpmn(simple, { process: 'id="P" isExecutable="false"' }))
    expect(validate(model)).toContainEqual(expect.objectContaining({ rule: 'starts', fix: 'makeExecutable' }))
  })

  it('IMP-03 takes any prefix', async () => {
    const plain = bpmn(simple)
    const hash = compile((await read(plain)).model).hash
    for (const prefix of ['bpmn', 'bpmn2', 'semantic']) {
      const prefixed = plain
        .replace(/<(\/?)(definitions|process|startEvent|sequenceFlow|userTask)/g, `<$1${prefix}:$2`)
        .replace('xmlns=', `xmlns:${prefix}=`)
      expect(compile((await read(prefixed)).model).hash).toBe(hash)
    }
  })

  it('IMP-04 reads other encodings and byte order marks', async () => {
    const latin = bpmn(simple).replace('UTF-8', 'ISO-8859-1')
    const bytes = Uint8Array.from(latin, letter => letter.charCodeAt(0))
    expect((await read(bytes)).model.nodes.A!.name).toBe('Prüfen')
    const utf16 = bpmn(simple).replace('UTF-8', 'UTF-16')
    const wide = new Uint8Array([
      0xff,
      0xfe,
      ...Array.from(utf16).flatMap(c => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
    ])
    expect((await read(wide)).model.nodes.A!.name).toBe('Prüfen')
    const marked = new TextEncoder().encode(`\uFEFF${bpmn(simple)}`)
    expect((await read(marked)).model.nodes.A!.name).toBe('Prüfen')
  })

  it('IMP-05 takes a code where an error of that id is not declared, and notes it', async () => {
    const { model, problems } = await read(
      bpmn(
        `${simple}<boundaryEvent id="B" attachedToRef="A"><errorEventDefinition errorRef="myError"/></boundaryEvent>`,
      ),
    )
    expect(model.nodes.B).toMatchObject({ triggers: [{ type: 'error', code: 'myError' }] })
    expect(problems).toEqual([expect.objectContaining({ severity: 'info', element: 'B' })])
  })

  it('IMP-06 lists every broken reference, not only the first', async () => {
    const { errors } = await read(
      bpmn(`${simple}<sequenceFlow id="F1" sourceRef="A" targetRef="Gone"/><boundaryEvent id="B" attachedToRef="Nobody"><timerEventDefinition/></boundaryEvent>
        <subProcess id="SP"><task id="T"/></subProcess><sequenceFlow id="F2" sourceRef="A" targetRef="T"/>`),
    )
    expect(errors.map(problem => problem.element).sort()).toEqual(['B', 'F1', 'F2'])
  })

  it('IMP-07 reads the same task from any dialect', async () => {
    const dialects: [string, string][] = [
      ['camunda', 'http://camunda.org/schema/1.0/bpmn'],
      ['operaton', 'http://operaton.org/schema/1.0/bpmn'],
      ['flowable', 'http://flowable.org/bpmn'],
      ['activiti', 'http://activiti.org/bpmn'],
    ]
    for (const [prefix, uri] of dialects) {
      const task = `<userTask id="A" ${prefix}:assignee="\${boss}" ${prefix}:candidateGroups="sales"/>`
      const { model } = await read(bpmn(task, { namespaces: `xmlns:${prefix}="${uri}"` }))
      expect(model.nodes.A).toMatchObject({
        assignment: {
          assignee: { type: 'feel', text: 'boss' },
          candidateGroups: { type: 'literal', value: 'sales' },
        },
      })
    }
    const zeebe =
      '<userTask id="A"><extensionElements><z:assignmentDefinition assignee="=boss" candidateGroups="sales"/></extensionElements></userTask>'
    const { model } = await read(bpmn(zeebe, { namespaces: 'xmlns:z="http://camunda.org/schema/zeebe/1.0"' }))
    expect(model.nodes.A).toMatchObject({ assignment: { assignee: { type: 'feel', text: 'boss' } } })
  })

  it('IMP-09 refuses two elements with one id', async () => {
    const { errors } = await read(bpmn(`${simple}<task id="A"/>`))
    expect(errors).toEqual([expect.objectContaining({ rule: 'duplicate-id', element: 'A' })])
  })

  it('IMP-10 keeps what is not executable for display, without stumbling', async () => {
    const root =
      '<choreography id="C"/><collaboration id="K"><participant id="P1" name="Customer"/></collaboration>'
    expect((await read(bpmn(simple, { root }))).errors).toEqual([])
  })

  it('IMP-11 refuses hostile files at once', async () => {
    const entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    const deep = `${'<subProcess>'.repeat(10_000)}${'</subProcess>'.repeat(10_000)}`
    const wide = `<task ${Array.from({ length: 300 }, (_, n) => `a${n}="1"`).join(' ')}/>`
    const namespaces = Array.from({ length: 600 }, (_, n) => `<a xmlns:n${n}="u"/>`).join('')
    for (const xml of [
      bpmn(simple).replace('<definitions', `${entity}<definitions`),
      bpmn(deep),
      bpmn(wide),
      bpmn(namespaces),
      ' '.repeat(5_000_000),
    ]) {
      const { errors, models } = await read(xml)
      expect([errors.map(problem => problem.rule), models]).toEqual([['limits'], []])
    }
  })

  it('IMP-12 names what it does not execute', async () => {
    const { errors } = await read(bpmn(`${simple}<callChoreography id="X"/><fooTask id="Y"/>`))
    expect(errors.length).toBeGreaterThanOrEqual(2)
  })

  it('is not put off by words that only look dangerous', async () => {
    const { errors, model } = await read(
      bpmn('<userTask id="A" name="Call the constructor = builder > today"/>'),
    )
    expect([errors, model.nodes.A!.name]).toEqual([[], 'Call the constructor = builder > today'])
  })

  it('never throws, whatever it is given', async () => {
    for (const xml of [
      '',
      'hello',
      '<a',
      '<a/>',
      bpmn('<').slice(0, 200),
      new Uint8Array([255, 255, 0, 1]),
    ]) {
      const { errors, models } = await read(xml)
      expect(models).toEqual([])
      expect(errors.length).toBe(1)
    }
  })

  it('IMP-08 exports what it has imported: the text itself is kept', async () => {
    const xml = bpmn(
      `${simple}<task id="B"><extensionElements><x:y xmlns:x="urn:x" z="1"/></extensionElements></task>`,
    )
    expect((await parseBpmn(xml)).xml).toBe(xml)
  })
})

describe('What the extensions say', () => {
  const baton = (inside: string) => `<extensionElements>${inside}</extensionElements>`

  it('a stage, with where cards may jump from', async () => {
    const stage = baton(
      '<baton:stage key="won" name="Won" kind="won" probability="100" jumpFrom="new engaging"/>',
    )
    const { model } = await read(bpmn(`<userTask id="A">${stage}</userTask>`))
    expect(model.nodes.A!.stage).toEqual({
      key: 'won',
      name: 'Won',
      kind: 'won',
      probability: 100,
      jumpFrom: ['new', 'engaging'],
    })
  })

  it('a form with its fields', async () => {
    const form = baton(
      '<baton:form><baton:formField key="d" label="Discount" type="number" required="true" min="0" max="50"/><baton:formField key="r" type="select" options="a=Alpha; b"/></baton:form>',
    )
    const { model } = await read(
      bpmn(
        `<startEvent id="S"/><sequenceFlow sourceRef="S" targetRef="A"/><userTask id="A">${form}</userTask>`,
      ),
    )
    const [task] = play(model).effects.filter(effect => effect.type === 'createTask')
    expect(task?.type === 'createTask' && task.task.form).toEqual([
      { key: 'd', label: 'Discount', type: 'number', required: true, min: 0, max: 50 },
      {
        key: 'r',
        label: 'r',
        type: 'select',
        options: [
          { value: 'a', label: 'Alpha' },
          { value: 'b', label: 'b' },
        ],
      },
    ])
  })

  it('a connector with its parameters and result', async () => {
    const connector = baton(
      '<baton:connector type="sendEmail" retries="5" result="mail"><baton:parameter name="to" value="=contact.email"/><baton:parameter name="template" value="quote-sent"/></baton:connector>',
    )
    const { model } = await read(bpmn(`<serviceTask id="A">${connector}</serviceTask>`))
    const process = play(model, { contact: { email: 'a@b.c' } })
    const [job] = process.effects.filter(effect => effect.type === 'runJob')
    expect(job).toMatchObject({
      job: { connector: 'sendEmail', input: { to: 'a@b.c', template: 'quote-sent' }, retries: 5 },
    })
    expect(process.job('A', { id: 'm1' }).vars.mail).toEqual({ id: 'm1' })
  })

  it('what starts the process', async () => {
    const { model } = await read(
      bpmn(
        `<startEvent id="S">${baton('<baton:trigger on="deal.stageChanged" condition="=deal.stage = &quot;won&quot;"/>')}</startEvent>`,
      ),
    )
    expect(compile(model).triggers).toEqual([
      {
        node: 'S',
        type: 'record',
        on: 'deal.stageChanged',
        condition: { type: 'feel', text: 'deal.stage = "won"' },
      },
    ])
    expect(compile(model).reads).toEqual(['deal'])
  })

  it('ASG-04 a lane gives its tasks their group, unless they name somebody', async () => {
    const lanes = '<laneSet id="L"><lane id="L1" name="sales"><flowNodeRef>A</flowNodeRef></lane></laneSet>'
    const { model } = await read(bpmn(`${lanes}<userTask id="A"/>`))
    expect(model.nodes.A).toMatchObject({
      assignment: { candidateGroups: { type: 'literal', value: 'sales' } },
    })
  })

  it('ASG-05 resources of the standard', async () => {
    const owner =
      '<potentialOwner><resourceAssignmentExpression><formalExpression>user(ann), group(sales)</formalExpression></resourceAssignmentExpression></potentialOwner>'
    const { model } = await read(bpmn(`<userTask id="A">${owner}</userTask>`))
    expect(model.nodes.A).toMatchObject({
      assignment: { candidateUsers: { value: 'ann' }, candidateGroups: { value: 'sales' } },
    })
  })

  it('VAR-06 data associations read and write variables', async () => {
    const io = `<ioSpecification><dataInput id="in" name="x"/><dataOutput id="out" name="y"/><inputSet/><outputSet/></ioSpecification>
      <dataInputAssociation><sourceRef>D</sourceRef><targetRef>in</targetRef></dataInputAssociation>
      <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>D2</targetRef></dataOutputAssociation>`
    const { model } = await read(
      bpmn(`<dataObject id="D" name="order"/><dataObject id="D2" name="total"/>
        <scriptTask id="A">${baton('<baton:decision expression="x * 2" result="y"/>')}${io}</scriptTask>`),
    )
    expect(play(model, { order: 21 }).vars).toEqual({ order: 21, total: 42 })
  })

  it('VAR-12 conditions of other engines, where FEEL says exactly the same', async () => {
    const flow = (condition: string) =>
      `<exclusiveGateway id="X" default="no"/><sequenceFlow id="no" sourceRef="X" targetRef="B"/><task id="A"/><task id="B"/>
       <sequenceFlow id="yes" sourceRef="X" targetRef="A"><conditionExpression xsi:type="tFormalExpression"><![CDATA[${condition}]]></conditionExpression></sequenceFlow>`
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how others write expressions
    const translated = await read(bpmn(flow("${amount >= 100 && kind == 'big' && !closed}")))
    expect(translated.model.flows.yes!.condition).toMatchObject({
      type: 'feel',
      text: 'amount >= 100 and kind = "big" and not(closed)',
    })
    expect(play(translated.model, { amount: 100, kind: 'big', closed: false }).left).toContain('A')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how others write expressions
    const kept = await read(bpmn(flow('${service.check(amount)}')))
    expect(kept.model.flows.yes!.condition).toMatchObject({ type: 'foreign', language: 'juel' })
    expect(play(kept.model).incidents).toEqual(['X: foreignExpression'])
  })

  it('what another engine says is reported: taken, translated, ignored, refused', async () => {
    const xml = bpmn(
      `<userTask id="A" camunda:assignee="\${boss}" camunda:asyncBefore="true"><extensionElements><camunda:taskListener event="create" class="x"/></extensionElements></userTask>
       <userTask id="B" camunda:assignee="\${users.find(id)}"/>`,
      { namespaces: 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"' },
    )
    const { report } = await parseBpmn(xml)
    expect(report.map(({ element, verdict, what }) => `${element} ${verdict} ${what}`)).toEqual([
      'A taken camunda:assignee',
      'A taken camunda:asyncBefore',
      'A ignored camunda:taskListener',
      'B taken camunda:assignee',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how others write expressions
      'A translated ${boss}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how others write expressions
      'B refused ${users.find(id)}',
    ])
  })

  it('the report says who does the work of foreign steps, and what differs', async () => {
    const inside = `<serviceTask id="A" zeebe:x="1"><extensionElements><zeebe:taskDefinition type="ship"/></extensionElements></serviceTask>
      <userTask id="B"><extensionElements><zeebe:formDefinition formId="approve"/></extensionElements></userTask>
      <scriptTask id="C" scriptFormat="groovy"><script> </script></scriptTask>
      <sequenceFlow id="F" sourceRef="A" targetRef="B" zeebe:priority="2"/>`
    const { models, report } = await parseBpmn(
      bpmn(inside, { namespaces: 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"' }),
    )
    expect(models[0]!.nodes.B).toMatchObject({ formKey: 'approve' })
    expect(
      report.map(({ element, verdict, what, why = '' }) => `${element} ${verdict} ${what} ${why}`),
    ).toEqual([
      expect.stringContaining('A ignored zeebe:x'),
      expect.stringContaining('A taken zeebe:taskDefinition A worker outside'),
      expect.stringContaining('B taken zeebe:formDefinition'),
      expect.stringContaining('F ignored zeebe:priority Conditions are looked at in the order'),
    ])
  })

  it('CAL-11 a global task is a process of one task', async () => {
    const root =
      '<globalScriptTask id="G" name="Double"><script><![CDATA[x * 2]]></script></globalScriptTask>'
    const { models } = await read(bpmn(simple, { root }))
    expect(models.map(model => model.key)).toEqual(['P', 'G'])
  })
})
