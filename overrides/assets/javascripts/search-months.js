/** The months from and to which papers are searched: two lists of the months that have papers, newest first. */

export class MonthRange {
  constructor(first, last) {
    Object.assign(this, { first, last });
    this.titles = new Map([...first.options].filter(({ value }) => value).map(({ value, text }) => [value, text]));
    this.all = [...this.titles.keys()];
  }

  /** Return the first and the last month of a year; empty texts if no month of it has papers. */
  of(year) {
    const months = year ? this.all.filter((month) => month.startsWith(`${year}-`)) : [];
    return { first: months[months.length - 1] ?? "", last: months[0] ?? "" };
  }

  /** Return the first month from that one on; the text itself if there is none. */
  from(month) {
    return (isMonth(month) && this.all.filter((one) => one >= month).pop()) || month;
  }

  /** Return the last month up to that one; the text itself if there is none. */
  upTo(month) {
    return (isMonth(month) && this.all.find((one) => one <= month)) || month;
  }

  /** Let the months change places if they are in the wrong order. */
  sort() {
    const { first, last } = this;
    if (first.value && last.value && first.value > last.value) [first.value, last.value] = [last.value, first.value];
  }

  /** The year whose months are chosen, or an empty text. */
  get year() {
    const year = this.first.value.slice(0, 4);
    const { first, last } = this.of(year);
    return year && this.first.value === first && this.last.value === last ? year : "";
  }

  /** Choose the months of a year, or any month for an empty text. */
  choose(year) {
    const { first, last } = this.of(year);
    Object.assign(this.first, { value: first });
    Object.assign(this.last, { value: last });
  }
}

function isMonth(text) {
  return /^\d{4}-\d{2}$/.test(text);
}
