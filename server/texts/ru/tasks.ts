import type { Sentences } from '#engine'

/** Tasks and their forms, processes and their steps in plain words. */
export const tasks: Sentences = {
  Complete: 'Готово',
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
  '{task} was delegated by {name}. Give it back when the work is done.':
    'Задачу {task} поручил(а) {name}. Верните её, когда сделаете.',
  'Only the one who has a task may delegate it.': 'Поручить задачу может только её исполнитель.',
  'That is whose task it is. Give it back instead.': 'Это и есть исполнитель задачи. Лучше верните её.',
  '{task} was not delegated. Complete it instead.': 'Задачу {task} не поручали. Просто завершите её.',
  'Only the one it was delegated to may give it back.': 'Вернуть может только тот, кому задачу поручили.',
  'Name an active colleague as deputy.': 'Назовите заместителем активного коллегу.',
  'The absence ends before it begins.': 'Отсутствие кончается раньше, чем начинается.',
  'Say until when the colleague is away.': 'Укажите, до какого времени коллега отсутствует.',
  '{text} is no length of time; write PT30S for half a minute.':
    '{text} — не длительность; полминуты пишутся как PT30S.',
  'The deal is in this process again already. Move it there instead.':
    'Сделка уже снова в этом процессе. Переместите её там.',
  'The instances are in version {version} already. Choose another one.':
    'Выполнения уже в версии {version}. Выберите другую.',
  'Version {version} has no step {step}. Choose another one.':
    'В версии {version} нет шага {step}. Выберите другой.',
  'Nothing runs in version {version} any more.': 'В версии {version} больше ничего не идёт.',
  'The migration is still running. Stop it first, then take it back.':
    'Перенос ещё идёт. Сначала остановите его, потом отменяйте.',
  'It moved nothing that could go back.': 'Возвращать нечего.',
  'It is not running any more. Reload.': 'Он больше не идёт. Обновите страницу.',
  'Only one that was stopped can go on.': 'Продолжить можно только остановленный.',
  'Something went wrong on our side. Nothing is lost; go on, or tell your administrator.':
    'Что-то пошло не так на нашей стороне. Ничего не потеряно; продолжите или сообщите администратору.',
  'It is not there any more.': 'Этого больше нет.',
  'It is in version {now} by now, not in {before}.': 'Теперь это версия {now}, а не {before}.',
  '{count} deals are in this pipeline. Move them to another one, or delete them first.':
    'В этой воронке сделок: {count}. Сначала перенесите их в другую или удалите.',
  'This job is for workers outside; Baton does not do it by itself.':
    'Это задание для внешних программ; сам Baton его не выполняет.',
  'Expected the working time as you read it, but somebody changed it meanwhile. Reload.':
    'Рабочее время тем временем изменил кто-то другой. Обновите страницу.',
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
  'Begun again at {step}.': 'Начато заново с «{step}».',
  'Handled by {event}.': 'Ошибку принял шаг «{event}».',
  'Passed over, on to {step}.': 'Пропущено, дальше «{step}».',
  'Passed over.': 'Пропущено.',
  'Begun by hand at {step}.': 'Начато вручную с «{step}».',
  'A token was taken out.': 'Одна из ветвей убрана.',
  'A timer was counted again.': 'Таймер пересчитан.',
  'Could not go on: {reason:say}': 'Не удалось продолжить: {reason}',
  'Suspended: {reason}.': 'Приостановлено: {reason}.',
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
