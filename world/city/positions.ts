/**
 * Where the 146 towns and streets of Zhangzhou lie, roughly: degrees written from general knowledge of the city,
 * good to a few kilometres. The shapes around them are drawn by the generator, not surveyed.
 */
export interface TownPlace { code: string; nameEn: string; lon: number; lat: number }

const COUNTIES: Record<string, { nameEn: string; towns: string }> = {
  350602: { nameEn: 'Xiangcheng District', towns: `001 Dongputou 117.6620 24.5165; 002 Xiqiao 117.6465 24.5110; 003 Xinqiao 117.6560 24.5040; 004 Xiangkou 117.6420 24.5190; 005 Nankeng 117.6290 24.5085;
    006 Tongbei 117.6570 24.5290; 007 Zhishan 117.6320 24.5330; 008 Shiting 117.6000 24.5450; 100 Punan 117.6900 24.6250; 101 Tianbao 117.5550 24.5500; 400 Xiangcheng-Dairy-Farm 117.6150 24.5720; 402 Tianbao-Forest-Farm 117.5750 24.6000` },
  350603: { nameEn: 'Longwen District', towns: `001 Buwen 117.6920 24.5300; 002 Bihu 117.6960 24.5050; 003 Lantian 117.7150 24.5450; 004 Chaoyang 117.7420 24.5000; 005 Jingshan 117.6880 24.5640; 103 Guokeng 117.7420 24.5720; 500 Lantian-Development-Zone 117.7300 24.5250` },
  350604: { nameEn: 'Longhai District', towns: `001 Shima 117.8080 24.4350; 100 Haicheng 117.8450 24.3920; 101 Jiaomei 117.8800 24.5200; 102 Baishui 117.8800 24.3050; 103 Fugong 117.9350 24.3550; 104 Chengxi 117.5450 24.3850; 105 Gangwei 118.0550 24.3100; 106 Jiuhu 117.6400 24.4500;
    107 Yancuo 117.7050 24.4400; 108 Bangshan 117.7620 24.4700; 109 Zini 117.8650 24.4360; 110 Dongyuan 117.8930 24.3550; 200 Dongsi 117.8000 24.3400; 201 Longjiao 118.0250 24.2450; 400 Shuangdi-Farm 117.6000 24.3500; 401 Jiulongling-Forest-Farm 117.6900 24.3700;
    403 Seed-Farm 117.6680 24.4250; 405 Linxia-Forest-Farm 117.5700 24.4350; 501 Zhangzhou-Development-Zone 118.0200 24.3820` },
  350605: { nameEn: 'Changtai District', towns: `100 Wuan 117.7600 24.6250; 101 Yanxi 117.7550 24.7300; 102 Chenxiang 117.8400 24.6800; 103 Fangyang 117.8900 24.7700; 200 Banli 117.8000 24.8300; 400 Gunong-Farm 117.8150 24.5900; 500 Changtai-Development-Zone 117.7850 24.5950;
    501 Mayangxi 117.9000 24.6350; 502 Lindun 117.9350 24.7000` },
  350622: { nameEn: 'Yunxiao County', towns: `100 Yunling 117.3400 23.9550; 101 Chendai 117.4300 23.8300; 102 Dongxia 117.3950 23.9350; 103 Pumei 117.3450 23.9230; 104 Lieyu 117.4600 23.8700; 105 Huotian 117.3100 24.0450; 200 Xiahe 117.2500 23.9400; 201 Mapu 117.2300 24.1000;
    202 Heping 117.2000 24.0100; 500 Changshan-Farm 117.3300 23.8400; 501 Yunling-Industrial-Zone 117.3650 23.9750` },
  350623: { nameEn: 'Zhangpu County', towns: `100 Suian 117.6150 24.1150; 101 Jiuzhen 117.7250 24.0750; 102 Fotan 117.8850 24.1850; 103 Chihu 117.8700 24.1200; 104 Duxun 117.5900 23.9750; 105 Xiamei 117.6500 23.9600; 106 Guanxun 117.6900 24.2450; 107 Shiliu 117.5100 24.1550;
    108 Pantuo 117.5250 24.0400; 109 Changqiao 117.6300 24.2450; 110 Qianting 117.9650 24.2300; 111 Maping 117.8000 24.2200; 112 Shentu 117.8000 24.0800; 113 Liuao 117.7500 23.9700; 114 Shaxi 117.5300 23.9500; 115 Gulei 117.6080 23.8150; 116 Dananban 117.5900 24.1900;
    200 Nanpu 117.5600 24.2600; 201 Chiling 117.7200 24.1950; 202 Huxi 117.8100 24.1550; 203 Chitu 117.6900 24.1350; 400 Zhangpu-Saltworks 117.6550 24.0300; 405 Nanshan-Tea-Farm 117.5500 24.1900; 406 Zhongxi-Forest-Farm 117.4700 24.1100; 408 Xiacai-Forest-Farm 117.8500 24.2350` },
  350624: { nameEn: "Zhao'an County", towns: `100 Nanzhao 117.1750 23.7150; 101 Sidu 117.2580 23.7900; 102 Meiling 117.2450 23.6300; 103 Qiaodong 117.2230 23.7200; 104 Shenqiao 117.1350 23.7050; 105 Taiping 117.0600 23.8950; 106 Xiage 116.9950 23.9950; 107 Guanpi 117.0300 24.0550;
    108 Xiuzhuan 116.9500 24.0600; 109 Xitan 117.1550 23.7750; 200 Jinxing 117.2050 23.7900; 202 Baiyang 117.0950 23.7600; 203 Jianshe 117.1100 23.8300; 204 Hongxing 117.1400 23.9000; 205 Meizhou 117.2650 23.7420; 402 Hunei-Forest-Farm 117.1700 23.8400; 403 Lingxiaxi-Forest-Farm 117.0900 24.0000;
    501 Zhaoan-Industrial-Park 117.1950 23.6750; 502 Jindu-Industrial-Zone 117.1550 23.6450` },
  350626: { nameEn: 'Dongshan County', towns: `100 Xipu 117.4250 23.7050; 101 Zhangtang 117.4580 23.7000; 102 Kangmei 117.4600 23.7350; 103 Xingchen 117.4000 23.7580; 104 Chencheng 117.3950 23.6150; 105 Qianlou 117.4000 23.6800; 106 Tongling 117.5100 23.7360` },
  350627: { nameEn: 'Nanjing County', towns: `100 Shancheng 117.3650 24.5150; 101 Fengtian 117.4350 24.5150; 102 Jingcheng 117.4900 24.5850; 103 Longshan 117.4200 24.6500; 104 Jinshan 117.3200 24.7100; 105 Hexi 117.2450 24.8800; 106 Kuiyang 117.1300 24.7350; 107 Meilin 117.0450 24.7200;
    108 Shuyang 117.0800 24.6300; 109 Chuanchang 117.2200 24.6000; 110 Nankeng 117.2000 24.5300` },
  350628: { nameEn: 'Pinghe County', towns: `100 Xiaoxi 117.3100 24.3650; 101 Shange 117.3350 24.4300; 102 Wenfeng 117.4300 24.4400; 103 Nansheng 117.4000 24.2600; 104 Banzai 117.2800 24.2900; 105 Anhou 117.2000 24.1900; 106 Daxi 117.1100 24.1200; 107 Xiazhai 117.1300 24.3600; 108 Jiufeng 117.0000 24.2400;
    109 Luxi 117.0500 24.4700; 200 Wuzhai 117.3800 24.2000; 201 Guoqiang 117.1900 24.2700; 202 Qiling 117.0800 24.2900; 203 Changle 116.9600 24.3300; 204 Xiufeng 116.9900 24.4200; 401 Pinghe-Industrial-Park 117.3450 24.3450` },
  350629: { nameEn: "Hua'an County", towns: `100 Huafeng 117.5350 25.0100; 101 Fengshan 117.6400 24.6900; 102 Shajian 117.5800 24.7600; 103 Xinxu 117.5600 24.8700; 104 Gaoan 117.4700 24.7900; 105 Xiandu 117.6600 24.9300; 200 Gaoche 117.4800 24.9300; 201 Makeng 117.4200 25.0200;
    203 Hulin 117.6200 25.0900; 400 Tulou-Tourism-Zone 117.6100 24.9950` },
}

export const countyNamesEn: ReadonlyMap<string, string> = new Map(Object.entries(COUNTIES).map(([code, { nameEn }]) => [code, nameEn]))

export const townPlaces: readonly TownPlace[] = Object.entries(COUNTIES).flatMap(([county, { towns }]) => towns.split(';').map((line) => {
  const [code, nameEn, lon, lat] = line.trim().split(/\s+/) as [string, string, string, string]
  return { code: county + code, nameEn: nameEn.replaceAll('-', ' '), lon: Number(lon), lat: Number(lat) }
}))
