/** The everyday name of a community or village for narrow lines: "金宝社区居委会" is "金宝社区", "后塘村民委员会" is "后塘村". */
export const shortRegion = (name: string): string => name.replace(/(?:社区)?居(?:民委员|委)会$/, '社区').replace(/村(?:民委员|委)会$/, '村')
