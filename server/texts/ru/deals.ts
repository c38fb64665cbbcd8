import type { Sentences } from '#engine'

/** Deals, their records and what is told of them on the timeline. */
export const deals: Sentences = {
  'There is no pipeline {name}.': 'Нет воронки {name}.',
  'Publish a pipeline first.': 'Сначала опубликуйте воронку.',
  'The pipeline {pipeline} has no stage {stage}.': 'В воронке {pipeline} нет этапа {stage}.',
  'There is no user {user}.': 'Нет пользователя {user}.',
  '{name} is not of your team; ask an administrator to hand the deal over.':
    '{name} не из вашей команды; попросите администратора передать сделку.',
  'This is not your team; ask an administrator to hand the deal over.':
    'Это не ваша команда; попросите администратора передать сделку.',
  '{field} names nothing that is there.': '{field} указывает на то, чего нет.',
  'There is no product {product}.': 'Нет товара {product}.',
  'Each line needs a product or a name.': 'В каждой строке нужен товар или название.',
  'The process of this deal is suspended. Resume it first.':
    'Процесс этой сделки приостановлен. Сначала возобновите его.',
  '{task} comes first, and it is not yours to complete.':
    'Сначала нужно выполнить {task}, а это не ваша задача.',
  '{task} asks for {fields} before the deal can go to {stage}.':
    'Чтобы сделка перешла на этап «{stage}», задача {task} требует: {fields}.',
  'Deal {number} cannot go to {to} from {from}.': 'Сделка {number} не может перейти из {from} в {to}.',
  '{process} cannot be started by hand: its start events wait for something else.':
    '{process} нельзя запустить вручную: его начальные события ждут другого.',
  'Deal {number} has a running process, which alone decides its stage.':
    'У сделки {number} идёт процесс, и этап определяет только он.',
  'This deal is changing too fast at this moment. Nothing was changed; please try again.':
    'Сделка сейчас меняется слишком быстро. Ничего не изменено, повторите.',
  '{name} changed this deal meanwhile (you read version {version}, it is at {now}). Reload it and try again.':
    '{name} тем временем изменил(а) эту сделку (у вас версия {version}, сейчас {now}). Обновите страницу и повторите.',
  'A deal needs at least one responsible person.': 'У сделки должен быть хотя бы один ответственный.',
  'Deal {number} was deleted': 'Сделка {number} удалена',
  'Changed: {fields:words}': 'Изменено: {fields}',
  'Use letters, digits, - and _.': 'Допустимы латинские буквы, цифры, - и _.',
  '{field} cannot be empty.': 'Поле «{field}» не может быть пустым.',
  '{field}: {value} is no {type:word}.': '{field}: {value} — не {type}.',
  'Expected version {version}, but the {what:word} is at {now}: somebody changed it. Reload it.':
    'Запись ({what}) тем временем изменили: у вас версия {version}, сейчас {now}. Обновите страницу.',
  '{count} deals name this {what:word}. Change them first, or keep it.':
    'На эту запись ({what}) ссылаются сделки: {count}. Сначала измените их или оставьте запись.',
  '{process}: completed': '{process}: процесс завершён',
  '{process}: cancelled': '{process}: процесс отменён',
  '{process}: failed': '{process}: процесс прерван ошибкой',
  '{process}: {step} needs help': '{process}: на шаге {step} нужна помощь',
  'Message received: {name}': 'Получено сообщение: {name}',
  'The customer answered: {answer}': 'Клиент ответил: {answer}',
  'Letter to {to}: {subject}': 'Письмо для {to}: {subject}',
  'Letter: {subject}': 'Письмо: {subject}',
  Sent: 'Отправлено',
  'Not sent: {reason:say}': 'Не отправлено: {reason}',
  'A letter could not be sent: {subject}': 'Письмо не удалось отправить: {subject}',
}
