/** The process that is run under fire: a bit of everything that waits, branches or reaches out. */
export const crashProcess = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0"
  id="definitions" targetNamespace="https://baton.dev">
  <message id="paid" name="paid"/>
  <process id="fire" name="Under fire" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="prepare"/>
    <subProcess id="prepare" name="Prepare">
      <startEvent id="begin"/>
      <sequenceFlow id="p1" sourceRef="begin" targetRef="draft"/>
      <serviceTask id="draft" name="Draft"><extensionElements><baton:connector type="note" retries="8" backoff="PT1S" result="draft"/></extensionElements></serviceTask>
      <sequenceFlow id="p2" sourceRef="draft" targetRef="prepared"/>
      <endEvent id="prepared"/>
    </subProcess>
    <sequenceFlow id="f2" sourceRef="prepare" targetRef="fork"/>
    <parallelGateway id="fork"/>
    <sequenceFlow id="a1" sourceRef="fork" targetRef="ask"/>
    <userTask id="ask" name="Ask"/>
    <sequenceFlow id="a2" sourceRef="ask" targetRef="join"/>
    <sequenceFlow id="b1" sourceRef="fork" targetRef="pause"/>
    <intermediateCatchEvent id="pause"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="b2" sourceRef="pause" targetRef="join"/>
    <sequenceFlow id="c1" sourceRef="fork" targetRef="payment"/>
    <intermediateCatchEvent id="payment"><extensionElements><baton:subscription correlationKey="=order"/></extensionElements><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>
    <sequenceFlow id="c2" sourceRef="payment" targetRef="join"/>
    <sequenceFlow id="d1" sourceRef="fork" targetRef="pack"/>
    <serviceTask id="pack" name="Pack">
      <extensionElements><baton:connector type="note" retries="8" backoff="PT1S"/></extensionElements>
      <multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
    </serviceTask>
    <sequenceFlow id="d2" sourceRef="pack" targetRef="join"/>
    <parallelGateway id="join"/>
    <sequenceFlow id="f3" sourceRef="join" targetRef="report"/>
    <serviceTask id="report" name="Report"><extensionElements><baton:connector type="note" retries="8" backoff="PT1S"/></extensionElements></serviceTask>
    <sequenceFlow id="f4" sourceRef="report" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>`
