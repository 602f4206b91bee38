/** Random choices, the same for the same seed. */

/** A generator of numbers from 0 to 1 (xorshift32), with what is picked by it. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed | 0 || 1;
    for (let round = 0; round < 8; round++) this.number();
  }

  number() {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }

  below(count) {
    return Math.floor(this.number() * count);
  }

  chance(share) {
    return this.number() < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
