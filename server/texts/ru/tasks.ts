import type { Sentences } from '#engine'

/** Tasks and their forms, processes and their steps in plain words. */
export const tasks: Sentences = {
  '{task} was changed meanwhile. Reload it and try again.':
    'Задачу {task} тем временем изменили. Обновите и повторите.',
  '{task} ends in one of: {outcomes}.': 'Задача {task} завершается одним из результатов: {outcomes}.',
  '{task} is being completed by somebody else just now. Reload the list.':
    'Задачу {task} прямо сейчас завершает кто-то другой. Обновите список.',
  '{task} is no longer needed: the process went another way. Reload the list.':
    'Задача {task} больше не нужна: процесс пошёл другим путём. Обновите список.',
  '{task} was completed by {name} at {when} UTC. Reload the list.':
    'Задачу {task} уже завершил(а) {name}: {when} UTC. Обновите список.',
  '{task} is meant for others. Ask one of them, or the head of the team.':
    'Задача {task} предназначена другим. Попросите кого-нибудь из них или руководителя.',
  '{task} is meant for others.': 'Задача {task} предназначена другим.',
  "{task} is {name}'s. Ask for it to be handed to you.":
    'Задача {task} — у {name}. Попросите передать её вам.',
  '{task} has somebody already. Ask for it to be handed to you.':
    'У задачи {task} уже есть исполнитель. Попросите передать её вам.',
  'Somebody else took {task} a moment ago.': 'Задачу {task} только что взял кто-то другой.',
  'There is nobody active behind {who}.': 'За {who} нет ни одного активного пользователя.',
  'Only the one who has a task, or the head of the team, may release it.':
    'Вернуть задачу может только её исполнитель или руководитель команды.',
  'Only the one who has a task, the head of the team or an administrator may hand it on.':
    'Передать задачу может только её исполнитель, руководитель команды или администратор.',
  'There is no such active user.': 'Такого активного пользователя нет.',
  'The form is not complete: {fault:say}': 'Форма не заполнена: {fault}',
  '{field} is needed.': 'Заполните «{field}».',
  '{field} must be a text.': '«{field}» — нужен текст.',
  '{field} is too long.': '«{field}» — слишком длинно.',
  '{field} does not have the expected form.': '«{field}» — не тот вид, который ожидается.',
  '{field} must be a number.': '«{field}» — нужно число.',
  '{field} must be at least {least}.': '«{field}» — не меньше {least}.',
  '{field} must be at most {most}.': '«{field}» — не больше {most}.',
  '{field} must be one of the choices.': '«{field}» — выберите один из вариантов.',
  '{field} must be an e-mail address.': '«{field}» — нужен адрес почты.',
  '{field} must be a date.': '«{field}» — нужна дата.',
  '{field} must be a date and time.': '«{field}» — нужны дата и время.',
  '{field} must be yes or no.': '«{field}» — да или нет.',
  '{field} must be a list of choices.': '«{field}» — выберите варианты из списка.',
  '{count} tasks are overdue': 'Просрочено: {count|задача|задачи|задач}',

  'Version {version} was published after you began (you had version {before}). Reload to see it; your drawing is not lost.':
    'Пока вы рисовали, опубликована версия {version} (у вас была {before}). Обновите, чтобы увидеть её; ваша схема не пропадёт.',
  'Expected a process with the id {key} in the drawing, but found {names}. Give the process back its id, or import the file as a new process.':
    'На схеме ожидался процесс с идентификатором {key}, а там {names}. Верните процессу идентификатор или импортируйте файл как новый процесс.',
  'The drawing has an error: {problem:say}': 'На схеме ошибка: {problem}',
  'The drawing has {count} errors: {problem:say}': 'Ошибок на схеме: {count}. {problem}',
  '{key} cannot name a process: use letters, digits, dots, - and _, beginning with a letter.':
    '{key} не годится как идентификатор процесса: латинские буквы, цифры, точки, - и _, первая — буква.',

  'Started at {step}.': 'Начато с «{step}».',
  'Started.': 'Начато.',
  'A task was completed: {outcome}.': 'Задача выполнена: {outcome}.',
  'A task was completed.': 'Задача выполнена.',
  'A timer was due.': 'Сработал таймер.',
  'A message arrived.': 'Пришло сообщение.',
  'A signal arrived.': 'Пришёл сигнал.',
  'An automatic step was done.': 'Выполнен автоматический шаг.',
  'An automatic step failed: {reason:say}': 'Автоматический шаг не удался: {reason}',
  'An automatic step answered the error {code}.': 'Автоматический шаг ответил ошибкой {code}.',
  'Escalated: {code}.': 'Эскалация: {code}.',
  'A called process ended.': 'Вызванный процесс завершился.',
  'Tried again.': 'Попытка повторена.',
  'Variables set: {names}.': 'Заданы переменные: {names}.',
  'Its record changed.': 'Изменилась запись.',
  'Moved to {step}.': 'Перемещено на «{step}».',
  'A timer was set to {when} UTC.': 'Таймер переведён на {when} UTC.',
  'Went on.': 'Продолжено.',
  'Carried over to version {version}.': 'Перенесено на версию {version}.',
  'Cancelled: {reason}.': 'Отменено: {reason}.',
  'Cancelled.': 'Отменено.',
  'Suspended.': 'Приостановлено.',
  'Resumed.': 'Возобновлено.',
  'Now at {steps}.': 'Теперь: {steps}.',
  'The process ended.': 'Процесс завершён.',
  'It stopped at {step}.': 'Остановка на «{step}».',
}
