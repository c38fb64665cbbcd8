/** The small processes the races are run on, all deployed under one key. */

import { boundary, drawing, end, job, message, start, task, timer } from '../world.ts'

export const key = 'race'

export const asking = drawing(key, start + task('ask') + end, 'start -> ask -> end')
export const two = drawing(
  key,
  `${start}<parallelGateway id="fork"/>${task('a')}${task('b')}<parallelGateway id="join"/>${task('after')}`,
  'start -> fork -> a -> join -> after',
  'fork -> b -> join',
)
export const reminded = (cancel: boolean) =>
  drawing(
    key,
    start +
      task('ask') +
      end +
      task('remind') +
      boundary(
        'late',
        'ask',
        '<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>',
        cancel,
      ),
    'start -> ask -> end',
    'late -> remind',
  )
export const either = drawing(
  key,
  `${start}<eventBasedGateway id="which"/>${message('paid', '=orderId')}${timer('late', 'PT1H')}${task('thank')}${task('remind')}`.replace(
    'id="paid"><ext',
    'id="payment"><ext',
  ),
  'start -> which -> payment -> thank',
  'which -> late -> remind',
)
export const many = drawing(
  key,
  `${start}<userTask id="ask"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>${task('after')}`,
  'start -> ask -> after',
)
export const working = drawing(key, start + job('work') + task('after'), 'start -> work -> after')
export const waiting = drawing(key, start + message('payment') + end, 'start -> payment -> end')
export const pausing = drawing(key, start + timer('pause', 'PT1H') + task('after'), 'start -> pause -> after')
